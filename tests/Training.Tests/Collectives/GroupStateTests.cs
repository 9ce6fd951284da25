using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Collectives.Liveness;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class GroupStateTests
{
    // The window is some instructions wide: who looks without a pause, often, finds it.
    private const int Rounds = 200;

    // A barrier of two ranks that both hear of it could otherwise succeed in a group that is broken, and a rank that leaves as soon as it
    // hears could say goodbye in place of the reason.
    [Fact]
    public async Task Whoever_finds_the_token_cancelled_finds_the_reason_and_can_begin_no_call()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var state = new GroupState(0, 2);
            // Who waits for it by a handle makes its cancellation take longer.
            _ = state.Broken.WaitHandle;
            using var together = new Barrier(2);
            var watch = Group.OnThread(() =>
            {
                together.SignalAndWait(Group.Deadline);
                while (!state.Broken.IsCancellationRequested)
                {
                }

                return (state.Fault, Record.Exception(() => state.BeginCall()));
            });
            together.SignalAndWait(Group.Deadline);
            state.Break(new Fault(1, Lost: false, "a reason"));

            var (fault, error) = await watch.WaitAsync(Group.Deadline);
            Assert.Equal("a reason", fault?.Reason);
            Assert.Contains("a reason", Assert.IsType<CollectiveException>(error).Message);
        }
    }

    [Fact]
    public async Task Whoever_finds_the_reason_by_a_call_finds_the_token_cancelled()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var state = new GroupState(0, 2);
            using var together = new Barrier(2);
            var watch = Group.OnThread(() =>
            {
                together.SignalAndWait(Group.Deadline);
                Group.Catch(() =>
                {
                    while (true)
                    {
                        state.ThrowIfBroken();
                    }
                });
                return state.Broken.IsCancellationRequested;
            });
            together.SignalAndWait(Group.Deadline);
            state.Break(new Fault(1, Lost: false, "a reason"));

            Assert.True(await watch.WaitAsync(Group.Deadline));
        }
    }
}

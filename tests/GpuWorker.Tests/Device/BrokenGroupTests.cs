using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.GpuWorker.Tests.Device;

public sealed class BrokenGroupTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly HeldAttempt _attempt = new(SampleAssignment.Of(attempt: 2));

    [Fact]
    public void A_lost_worker_is_reported_at_once()
    {
        var end = BrokenGroup.EndOf(_attempt, new CollectiveException("gone", peer: 1, peerLost: true), Long);

        Assert.Equal((2, AttemptOutcome.PeerLost, 1, "gone"), (end!.Attempt, end.Outcome, end.LostRank, end.Error));
    }

    // Ranks that each hold the other to be at fault, or that did not find each other: nobody else tells the trial.
    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void A_group_that_broke_in_any_other_way_is_reported_where_no_order_to_stop_comes(int? peer)
    {
        var end = BrokenGroup.EndOf(_attempt, new CollectiveException("does not match", peer), Short);

        Assert.Equal((AttemptOutcome.PeerLost, peer), (end!.Outcome, end.LostRank));
    }

    [Fact]
    public async Task The_one_that_ended_the_group_tells_why_and_the_others_are_stopped()
    {
        var end = Task.Run(() => BrokenGroup.EndOf(_attempt, new CollectiveException("out of memory there", peer: 1), Long));

        _attempt.Stop(handBack: false);

        Assert.Null(await end.WaitAsync(Long));
    }

    [Fact]
    public void A_worker_that_leaves_hands_the_attempt_back_whatever_broke()
    {
        _attempt.Stop(handBack: true);

        Assert.Equal(
            AttemptOutcome.HandedBack, BrokenGroup.EndOf(_attempt, new CollectiveException("gone", peer: 1, peerLost: true), Long)!.Outcome);
    }
}

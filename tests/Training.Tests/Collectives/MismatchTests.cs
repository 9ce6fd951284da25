using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

/// <summary>Ranks that do not do the same: all of them hear of it, none gets a sum.</summary>
public sealed class MismatchTests
{
    public static TheoryData<TransportChoice, int, string> Cases()
    {
        var data = new TheoryData<TransportChoice, int, string>();
        foreach (var transport in Group.Transports)
        {
            foreach (var what in Calls.Keys)
            {
                data.Add(transport, 2, what);
                data.Add(transport, 4, what);
            }
        }

        return data;
    }

    // What rank 1 does while the others sum 1000 floats.
    private static Dictionary<string, Action<ICollective>> Calls { get; } = new()
    {
        ["count 10"] = group => group.AllReduce(new float[10]),
        ["count 1000001"] = group => group.AllReduce(new float[1_000_001]),
        ["count 0"] = group => group.AllReduce(new float[0]),
        ["SumOfDoubles"] = group => group.AllReduce(new double[1000]),
        ["Broadcast"] = group => group.Broadcast(new byte[4000], 1),
        ["Barrier"] = group => group.Barrier(),
        ["Allocate"] = group => group.Allocate(1000),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Another_call_ends_the_group_and_is_named(TransportChoice transport, int worldSize, string what)
    {
        using var together = new Barrier(worldSize);
        var errors = await Group.RunAsync(worldSize, transport, group =>
        {
            group.AllReduce(new float[100]);
            // Who is still in this call when the next one breaks the group does not get its sum.
            together.SignalAndWait(Group.Deadline);
            var call = group.Rank == 1 ? Calls[what] : other => other.AllReduce(new float[1000]);
            var error = Group.Catch(() => call(group));
            Assert.Equal(error.Message, Group.Catch(group.Barrier).Message);
            Assert.True(group.Broken.IsCancellationRequested);
            return error;
        });

        // Who found it, what was expected, what came; seen from one side or the other.
        Assert.All(errors, error => Assert.Contains("expected", error.Message));
        Assert.Contains(errors, error => error.Message.Contains(what) || error.Message.Contains("SumOfFloats")
            || error.Message.Contains("count 1000"));
        Assert.All(errors, error => Assert.False(error.PeerLost));
    }

    [Theory]
    [InlineData(TransportChoice.SharedMemory)]
    [InlineData(TransportChoice.Tcp)]
    public async Task Another_root_ends_the_group(TransportChoice transport)
    {
        var errors = await Group.RunAsync(
            3, transport, group => Group.Catch(() => group.Broadcast(new byte[10], group.Rank == 2 ? 1 : 0)));

        Assert.All(errors, error => Assert.Contains("expected", error.Message));
    }
}

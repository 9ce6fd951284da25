using CsCheck;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class PropertyTests
{
    [Fact]
    public async Task Any_sequence_of_calls_gives_what_one_process_would_get() =>
        await Gen.Select(Gen.Int[2, 4], Gen.Enum<TransportChoice>(), Gen.Int[0, 20_000].Array[1, 12]).SampleAsync(
            async (worldSize, transport, counts) =>
            {
                var sums = await Group.RunAsync(worldSize, transport, group =>
                {
                    using var buffer = group.Allocate(20_001);
                    return counts.Select((count, call) => Call(group, buffer, count, call)).ToArray();
                });
                for (var call = 0; call < counts.Length; call++)
                {
                    var inputs = Enumerable.Range(0, worldSize).Select(rank => Reference.Floats(call, rank, counts[call])).ToArray();
                    var expected = call % 4 == 3 ? inputs[call % worldSize] : Reference.Sum(inputs);
                    Assert.All(sums, ofRank => Assert.Equal(expected, ofRank[call]));
                }
            },
            iter: 25,
            threads: 1);

    private static float[] Call(ICollective group, CollectiveBuffer<float> buffer, int count, int call)
    {
        var values = call % 2 == 0 ? new float[count] : buffer.Span.Slice(call % 2, count);
        Reference.Floats(call, group.Rank, count).CopyTo(values);
        if (call % 4 == 3)
        {
            group.Broadcast(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values), call % group.WorldSize);
        }
        else
        {
            group.AllReduce(values);
        }

        if (call % 5 == 0)
        {
            group.Barrier();
        }

        return values.ToArray();
    }
}

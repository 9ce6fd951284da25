using ResNet.Distributed.Training.Collectives.Ring;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class TransferTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(6, 1)]
    [InlineData(6, 3)]
    [InlineData(2, 9)]
    public void Every_frame_has_its_turn_once_and_goes_as_soon_as_what_it_passes_on_has_come(int steps, int chunks)
    {
        var transfer = new Transfer { PartCount = 1, ChunkValues = 1, Chunks = chunks, Steps = steps };
        var places = new List<FramePlace>();
        for (var place = default(FramePlace); place != transfer.End; place = transfer.After(place))
        {
            places.Add(place);
        }

        var frames = places.Select(place => transfer.Header(place, 0, 0)).Select(header => (header.Step, header.Chunk)).ToList();
        Assert.Equal(steps * chunks, frames.Count);
        Assert.Equivalent(
            Enumerable.Range(0, steps).SelectMany(step => Enumerable.Range(0, chunks).Select(chunk => (step, chunk))), frames, strict: true);
        for (var frame = 0; frame < frames.Count; frame++)
        {
            var needed = frames.IndexOf((frames[frame].Step - 1, frames[frame].Chunk)) + 1;
            Assert.True(needed <= frame, "A frame would wait for itself.");
            for (var came = 0; came <= frames.Count; came++)
            {
                var awaited = came < places.Count ? places[came] : transfer.End;
                Assert.Equal(came >= needed, transfer.CanSend(places[frame], awaited));
            }
        }
    }
}

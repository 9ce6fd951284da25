using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// One turn of values round the ring, as frames. In every step a rank sends the part of the values that it got, or added to, in the
/// step before, and gets the one before that. Parts are cut into chunks, and a frame is a step of a chunk. In a tick every step
/// has a frame, and that of a chunk's next step comes a tick later: so what is sent was got a moment ago, and is still in a cache.
/// </summary>
internal readonly struct Transfer
{
    /// <summary>What every frame of it says; step, chunk and length differ.</summary>
    public FrameHeader Template { get; init; }

    /// <summary>This rank.</summary>
    public int Rank { get; init; }

    /// <summary>How the values are cut; one part where all of them go in every step.</summary>
    public Parts Parts { get; init; }

    /// <summary>Parts that there are.</summary>
    public int PartCount { get; init; }

    /// <summary>Values of a whole frame.</summary>
    public long ChunkValues { get; init; }

    /// <summary>Chunks of a part.</summary>
    public long Chunks { get; init; }

    /// <summary>Steps of a chunk.</summary>
    public int Steps { get; init; }

    /// <summary>Steps whose values are added to the rank's; those of the steps after them replace those.</summary>
    public int StepsToAdd { get; init; }

    /// <summary>Whether this rank sends.</summary>
    public bool Sends { get; init; }

    /// <summary>Whether this rank receives.</summary>
    public bool Receives { get; init; }

    /// <summary>Whether what is sent is what came in the same step; it came in the step before, or is the rank's own, otherwise.</summary>
    public bool PassesOn { get; init; }

    /// <summary>The place after the last frame.</summary>
    public FramePlace End => new(Chunks + Steps - 1, 0);

    /// <summary>The frame after another one; the first one is the default.</summary>
    public FramePlace After(FramePlace place)
    {
        do
        {
            place = place.Step + 1 < Steps ? place with { Step = place.Step + 1 } : new FramePlace(place.Tick + 1, 0);
        }
        while (place != End && !IsFrame(place));
        return place;
    }

    /// <summary>Whether a frame's content is known, so that it can go.</summary>
    /// <param name="place">The frame.</param>
    /// <param name="awaited">The first frame that has not come.</param>
    public bool CanSend(FramePlace place, FramePlace awaited) => PassesOn
        ? awaited.IsAfter(place)
        : place.Step == 0 || awaited.IsAfter(new FramePlace(place.Tick - 1, place.Step - 1));

    /// <summary>The values of a frame that this rank sends.</summary>
    public (long First, long Count) Outgoing(FramePlace place) => Piece(place, Rank - place.Step);

    /// <summary>The values of a frame that this rank gets.</summary>
    public (long First, long Count) Incoming(FramePlace place) => Piece(place, Rank - place.Step - 1);

    /// <summary>A frame's header.</summary>
    /// <param name="place">The frame.</param>
    /// <param name="sender">The rank that sends it.</param>
    /// <param name="bytes">What follows.</param>
    public FrameHeader Header(FramePlace place, int sender, long bytes)
    {
        var header = Template;
        header.Sender = (ushort)sender;
        header.Step = place.Step;
        header.Chunk = (int)Chunk(place);
        header.Length = (int)bytes;
        return header;
    }

    private static long Chunk(FramePlace place) => place.Tick - place.Step;

    // The first ticks have no frame yet for the last steps, the last ticks no more for the first ones.
    private bool IsFrame(FramePlace place) => Chunk(place) >= 0 && Chunk(place) < Chunks;

    private (long First, long Count) Piece(FramePlace place, int turn)
    {
        var part = ((turn % PartCount) + PartCount) % PartCount;
        var end = Parts.End(part);
        var first = Math.Min(Parts.Start(part) + Chunk(place) * ChunkValues, end);
        return (first, Math.Min(ChunkValues, end - first));
    }
}

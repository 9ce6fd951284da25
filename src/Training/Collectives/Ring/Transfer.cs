using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// One turn of values round the ring, as frames: the frame with number i is the piece (i mod chunks) of step (i / chunks). In
/// every step a rank sends the part of the values that it got, or added to, in the step before, and gets the one before that.
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

    /// <summary>Frames of a step.</summary>
    public long Chunks { get; init; }

    /// <summary>Frames to send.</summary>
    public long FramesToSend { get; init; }

    /// <summary>Frames to get.</summary>
    public long FramesToReceive { get; init; }

    /// <summary>A frame may be sent once this many frames fewer than its number, and one more, have come.</summary>
    public long Lead { get; init; }

    /// <summary>Frames that are added to the rank's values; the ones after them replace those.</summary>
    public long FramesToAdd { get; init; }

    /// <summary>Whether a frame's content is known, so that it can go.</summary>
    public bool CanSend(long frame, long received) => frame < FramesToSend && received > frame - Lead;

    /// <summary>The values of a frame that this rank sends.</summary>
    public (long First, long Count) Outgoing(long frame) => Piece(frame, Rank - (frame / Chunks));

    /// <summary>The values of a frame that this rank gets.</summary>
    public (long First, long Count) Incoming(long frame) => Piece(frame, Rank - (frame / Chunks) - 1);

    /// <summary>A frame's header.</summary>
    /// <param name="frame">Its number.</param>
    /// <param name="sender">The rank that sends it.</param>
    /// <param name="bytes">What follows.</param>
    public FrameHeader Header(long frame, int sender, long bytes)
    {
        var header = Template;
        header.Sender = (ushort)sender;
        header.Step = (int)(frame / Chunks);
        header.Chunk = (int)(frame % Chunks);
        header.Length = (int)bytes;
        return header;
    }

    private (long First, long Count) Piece(long frame, long turn)
    {
        var part = (int)(((turn % PartCount) + PartCount) % PartCount);
        var end = Parts.End(part);
        var first = Math.Min(Parts.Start(part) + frame % Chunks * ChunkValues, end);
        return (first, Math.Min(ChunkValues, end - first));
    }
}

namespace ResNet.Distributed.Training.Collectives.Framing;

/// <summary>What a frame is part of, or says; 0 is none of them.</summary>
internal enum FrameKind : byte
{
    /// <summary>A rank's share in how the group is formed.</summary>
    Status = 1,

    /// <summary>The process lives.</summary>
    Heartbeat,

    /// <summary>The group is broken; the text says why.</summary>
    Abort,

    /// <summary>A rank has left, with nothing wrong.</summary>
    Goodbye,

    /// <summary>An all-reduce of floats.</summary>
    SumOfFloats,

    /// <summary>An all-reduce of doubles.</summary>
    SumOfDoubles,

    /// <summary>Bytes of one rank for all.</summary>
    Broadcast,

    /// <summary>A meeting.</summary>
    Barrier,

    /// <summary>Memory that all ranks take at once.</summary>
    Allocate,
}

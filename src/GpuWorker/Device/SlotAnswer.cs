namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>What became of an attempt that was to be put into the slot.</summary>
internal enum SlotAnswer
{
    /// <summary>It is in.</summary>
    Filled,

    /// <summary>It was in before.</summary>
    AlreadyHeld,

    /// <summary>It was in before, and is over.</summary>
    AlreadyEnded,

    /// <summary>Another one is in.</summary>
    Occupied,

    /// <summary>The worker is leaving.</summary>
    Closed,
}

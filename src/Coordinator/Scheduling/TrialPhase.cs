namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>Where a trial stands, as far as it matters to a scheduler.</summary>
internal enum TrialPhase
{
    /// <summary>It can still start.</summary>
    NotStarted,

    /// <summary>It trains, or waits for workers.</summary>
    UnderWay,

    /// <summary>It is at its newest rung, and not promoted from there.</summary>
    Paused,

    /// <summary>It has done all its epochs.</summary>
    Completed,

    /// <summary>It ended in any other way, or will.</summary>
    Ended,
}

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>Where a trial stands. Its transitions are in <c>TrialTransitions</c> of the coordinator.</summary>
public enum TrialStatus
{
    /// <summary>Known, and not yet asking for a worker.</summary>
    Pending,

    /// <summary>Asking for a worker: for the first time, or again after an attempt ended.</summary>
    Waiting,

    /// <summary>An attempt has a lease and trains.</summary>
    Running,

    /// <summary>Paused at one of its rungs. It has no worker, and waits for one again when it is promoted.</summary>
    AtRung,

    /// <summary>Its folder cannot be written: no room, or read-only. It has no worker, and waits for one again once there is room.</summary>
    Paused,

    /// <summary>Every epoch is done.</summary>
    Completed,

    /// <summary>Ended early by the sweep's scheduler or one of its budgets; what it has done counts.</summary>
    Stopped,

    /// <summary>More attempts failed than the sweep's <c>max_failures</c> allows.</summary>
    Failed,

    /// <summary>The loss was NaN or infinite; another attempt would end the same way.</summary>
    Diverged,

    /// <summary>Ended by someone's command.</summary>
    Cancelled,
}

namespace ResNet.Distributed.Contracts.Api;

/// <summary>Where a sweep stands.</summary>
public enum SweepStatus
{
    /// <summary>Some trials are not final yet.</summary>
    Running,

    /// <summary>Every trial is final, and at least one completed, or was stopped with something to show.</summary>
    Completed,

    /// <summary>Every trial is final, and none has anything to show.</summary>
    Failed,

    /// <summary>Cancelled by someone; it can be resumed.</summary>
    Cancelled,
}

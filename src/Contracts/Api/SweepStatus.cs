namespace ResNet.Distributed.Contracts.Api;

/// <summary>Where a sweep stands.</summary>
public enum SweepStatus
{
    /// <summary>Some trials are not final yet.</summary>
    Running,

    /// <summary>Every trial is final, and at least one completed.</summary>
    Completed,

    /// <summary>Every trial is final, and none completed.</summary>
    Failed,

    /// <summary>Cancelled by someone; it can be resumed.</summary>
    Cancelled,
}

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>What a worker is doing, as the pool sees it.</summary>
public enum WorkerStatus
{
    /// <summary>Alive, without a lease.</summary>
    Idle,

    /// <summary>Leased to a trial.</summary>
    Busy,

    /// <summary>Finishing what it has; it takes nothing new.</summary>
    Leaving,

    /// <summary>Idle for good: its images are not those that the trials are trained on.</summary>
    Refused,
}

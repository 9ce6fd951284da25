namespace ResNet.Distributed.Contracts.Workers;

/// <summary>What the pool says to a heartbeat.</summary>
public enum HeartbeatAnswer
{
    /// <summary>All is as the pool knows it.</summary>
    Continue,

    /// <summary>The attempt that the worker holds is not its any more: stop it and forget it.</summary>
    StopAttempt,

    /// <summary>A worker on another machine has this one's name, and is alive: this one does not count, and is to stop what it holds.</summary>
    NameTaken,
}

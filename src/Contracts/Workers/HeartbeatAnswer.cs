namespace ResNet.Distributed.Contracts.Workers;

/// <summary>What the pool says to a heartbeat.</summary>
public enum HeartbeatAnswer
{
    /// <summary>All is as the pool knows it.</summary>
    Continue,

    /// <summary>The attempt that the worker holds is not its any more: stop it and forget it.</summary>
    StopAttempt,
}

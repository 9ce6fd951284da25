namespace ResNet.Distributed.Chaos.Faults;

/// <summary>What is done to a node.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL.</summary>
    KillWorker,

    /// <summary>SIGKILL.</summary>
    KillCoordinator,

    /// <summary>SIGSTOP for 12 to 30 s.</summary>
    FreezeWorker,

    /// <summary>SIGSTOP for 3 to 12 s.</summary>
    FreezeCoordinator,

    /// <summary>All packets lost for 3 to 25 s.</summary>
    CutWorker,

    /// <summary>All packets lost for 3 to 25 s.</summary>
    CutCoordinator,

    /// <summary>SIGKILL.</summary>
    KillStore,

    /// <summary>SIGSTOP for 3 to 30 s.</summary>
    FreezeStore,

    /// <summary>SIGTERM; it has 30 s to end with 0.</summary>
    TerminateWorker,

    /// <summary>SIGKILL to every process at the same moment.</summary>
    KillEverything,
}

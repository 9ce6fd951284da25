namespace ResNet.Distributed.Contracts.Trials;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>Every epoch is done.</summary>
    Completed,

    /// <summary>An exception; another attempt may do better.</summary>
    Failed,

    /// <summary>A NaN or infinite loss; another attempt would end the same way.</summary>
    Diverged,

    /// <summary>The worker gives the trial back because it leaves; nobody's failure.</summary>
    HandedBack,

    /// <summary>The attempt's folder cannot be written: no room, or read-only. Nobody's failure; it goes on when that is over.</summary>
    StorageUnavailable,

    /// <summary>Every epoch up to the trial's next rung is done, and kept.</summary>
    AtRung,

    /// <summary>Another worker of the attempt died or fell silent.</summary>
    PeerLost,

    /// <summary>The worker has other images than the sweep's. Nobody's failure; another worker may have them.</summary>
    DataDiffer,
}

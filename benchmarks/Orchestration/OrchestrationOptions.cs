namespace ResNet.Distributed.Orchestration;

/// <summary>What is measured.</summary>
internal sealed record OrchestrationOptions
{
    /// <summary>Trials of a second each that are held against the ideal time.</summary>
    public int Trials { get; init; } = 10_000;

    /// <summary>Simulated workers that run them.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>How many times faster than the clock their seconds pass.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Rounds of trials that are trained, bare and orchestrated by turns; 0 for none.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>A short run, which shows that everything works and no more.</summary>
    public bool Quick { get; init; }

    /// <summary>Workers of the pool whose heartbeats are looked at.</summary>
    public int PoolWorkers => 1000;

    /// <summary>How long they are looked at.</summary>
    public TimeSpan PoolTime => TimeSpan.FromSeconds(Quick ? 5 : 30);

    /// <summary>Everything that grows is made so many times smaller.</summary>
    public int Divisor => Quick ? 10 : 1;
}

namespace ResNet.Distributed.Simulation;

/// <summary>What is simulated.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Workers of this process, at least 1.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>The workers' names begin with this; a dash and a number follow.</summary>
    public string Name { get; init; } = "sim";

    /// <summary>How long an epoch takes; 0 s for at once.</summary>
    public TimeSpan Epoch { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many times faster than the clock epochs pass, above 0. What is reported of them stays as <see cref="Epoch"/> says.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Of a hundred attempts, so many fail half-way; 0 to 100.</summary>
    public int FailingPercent { get; init; }

    /// <summary>The cluster's store; null: this process' environment says where the cluster is, as it does for a worker.</summary>
    public string? Store { get; init; }

    /// <summary>How long an epoch takes by the clock.</summary>
    public TimeSpan EpochByTheClock => Epoch / Speed;
}

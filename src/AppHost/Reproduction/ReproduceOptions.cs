namespace ResNet.Distributed.AppHost.Reproduction;

/// <summary>What <c>reproduce</c> was asked for; without options it is the original script.</summary>
internal sealed record ReproduceOptions
{
    /// <summary><c>resnet18</c> or <c>resnet34</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Seed of the initial weights; null for none, as in the script.</summary>
    public long? Seed { get; init; }

    /// <summary>Passes over the data, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Train on the first so many images; null for all.</summary>
    public int? TrainLimit { get; init; }

    /// <summary>Where to write the trace; null for nowhere.</summary>
    public string? Trace { get; init; }
}

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>What a worker says of itself.</summary>
[GenerateSerializer, Immutable]
public sealed record WorkerInfo
{
    /// <summary>This incarnation.</summary>
    [Id(0)]
    public required WorkerId Id { get; init; }

    /// <summary>The host it runs on.</summary>
    [Id(1)]
    public required string Host { get; init; }

    /// <summary><c>cpu (2 threads)</c>, or the GPU's name.</summary>
    [Id(2)]
    public required string Device { get; init; }

    /// <summary><c>cifar-10</c> or <c>synthetic</c>: what its data folder holds.</summary>
    [Id(3)]
    public required string Data { get; init; }

    /// <summary>The images themselves; null from a worker that has none, as in a simulation.</summary>
    [Id(4)]
    public DataContent? Content { get; init; }

    /// <summary>Where its trials' files can be fetched; null from one that hands out none.</summary>
    [Id(5)]
    public FileHost? Files { get; init; }
}

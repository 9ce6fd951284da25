using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>A worker as the API shows it.</summary>
[GenerateSerializer, Immutable]
public sealed record WorkerView
{
    /// <summary>Its name, which stays the same when the process is restarted.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The host it runs on.</summary>
    [Id(1)]
    public required string Host { get; init; }

    /// <summary><c>cpu (2 threads)</c>, or the GPU's name.</summary>
    [Id(2)]
    public required string Device { get; init; }

    /// <summary>What it is doing.</summary>
    [Id(3)]
    public required WorkerStatus Status { get; init; }

    /// <summary>The trial it is leased to, as <c>sweep/number</c>; null when idle.</summary>
    [Id(4)]
    public string? Trial { get; init; }

    /// <summary>Seconds since it was last heard of.</summary>
    [Id(5)]
    public required double HeartbeatAge { get; init; }

    /// <summary><c>cifar-10</c> or <c>synthetic</c>: what its data folder holds.</summary>
    [Id(6)]
    public required string Data { get; init; }

    /// <summary>SHA-256 over the labels and pixels that it has loaded; null where it did not tell.</summary>
    [Id(7)]
    public string? DataSha256 { get; init; }

    /// <summary>Why it gets no trial; null unless it is refused.</summary>
    [Id(8)]
    public string? Refusal { get; init; }
}

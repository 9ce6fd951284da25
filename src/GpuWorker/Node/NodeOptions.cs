using System.Net;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.GpuWorker.Node;

/// <summary>What a node can be told.</summary>
internal sealed record NodeOptions
{
    /// <summary>Connection string of the cluster's store.</summary>
    public required string Store { get; init; }

    /// <summary>Folder with CIFAR-10; null for <c>dataset/</c>, or a download into it.</summary>
    public string? Data { get; init; }

    /// <summary>This machine's address at which its workers listen; null for the one from which the store is reached.</summary>
    public IPAddress? Bind { get; init; }

    /// <summary>What its workers are called, with a number behind it.</summary>
    public required string Name { get; init; }

    /// <summary>Worker processes; null for one per GPU, or one.</summary>
    public int? Workers { get; init; }

    /// <summary>Threads per worker; null for an equal part of the cores.</summary>
    public int? Threads { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = DeviceOption.Default;

    /// <summary>Where checkpoints and logs go.</summary>
    public required string Out { get; init; }
}

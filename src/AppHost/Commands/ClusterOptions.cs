using System.Net;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary>What every command that starts a cluster can be told.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Folder with CIFAR-10; null for the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>Coordinator processes; null for one.</summary>
    public int? Coordinators { get; init; }

    /// <summary>Worker processes; null for one per GPU, or two.</summary>
    public int? Workers { get; init; }

    /// <summary>Threads per worker; null for an equal part of the cores.</summary>
    public int? Threads { get; init; }

    /// <summary>What the workers train on: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = DeviceOption.Default;

    /// <summary>Where results go.</summary>
    public required string Out { get; init; }

    /// <summary>Port of the API; 0 for a free one.</summary>
    public required int Port { get; init; }

    /// <summary>This machine's address at which everything listens.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Stay up when the sweep is done.</summary>
    public bool Keep { get; init; }

    /// <summary>Connection string of a store that runs elsewhere; null for the embedded one.</summary>
    public string? Store { get; init; }

    /// <summary>A file that holds the API's key; null for the environment's key, or none.</summary>
    public string? ApiKeyFile { get; init; }
}

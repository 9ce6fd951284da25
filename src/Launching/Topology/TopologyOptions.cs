using System.Net;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Launching.Topology;

/// <summary>The sizes and places from which a topology follows.</summary>
public sealed record TopologyOptions
{
    /// <summary>Coordinator processes; when one dies, its work goes to the others. 0 on a node that brings workers alone.</summary>
    public int Coordinators { get; init; } = 1;

    /// <summary>Worker processes; 0 where nodes bring them.</summary>
    public required int Workers { get; init; }

    /// <summary>What the workers are called, with a number behind it: unique in the cluster, the same at the next launch.</summary>
    public string WorkerPrefix { get; init; } = "worker";

    /// <summary>Threads of each worker, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>What the workers train on: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = DeviceOption.Default;

    /// <summary>NVIDIA GPUs of this machine; worker i is given GPU i, in turn.</summary>
    public required int Gpus { get; init; }

    /// <summary>This machine's address at which all processes listen and are reached.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the API; 0 for a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Where results go, absolute.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Connection string of a store that runs elsewhere; null for the embedded one.</summary>
    public string? Store { get; init; }

    /// <summary>Where telemetry goes; null for nowhere.</summary>
    public string? OtlpEndpoint { get; init; }
}

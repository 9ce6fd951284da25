namespace ResNet.Distributed.AppHost.Topology;

/// <summary>The sizes and places from which a topology follows.</summary>
internal sealed record TopologyOptions
{
    /// <summary>Coordinator processes, at least 1; when one dies, its work goes to the others.</summary>
    public int Coordinators { get; init; } = 1;

    /// <summary>Worker processes, at least 1.</summary>
    public required int Workers { get; init; }

    /// <summary>Threads of each worker, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>What the workers train on: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>NVIDIA GPUs of this machine; worker i is given GPU i, in turn.</summary>
    public required int Gpus { get; init; }

    /// <summary>Port of the API; 0 for a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Where results go, absolute.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Connection string of a store that runs elsewhere; null for the embedded one.</summary>
    public string? Store { get; init; }

    /// <summary>Where telemetry goes; null for nowhere.</summary>
    public string? OtlpEndpoint { get; init; }
}

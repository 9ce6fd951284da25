using System.Diagnostics;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>The coordinator's spans.</summary>
internal static class CoordinatorSource
{
    /// <summary>Their source.</summary>
    public static readonly ActivitySource Instance = new("ResNet.Coordinator");
}

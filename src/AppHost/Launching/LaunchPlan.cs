using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.Security;
using ResNet.Distributed.AppHost.Topology;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>A cluster whose input has been checked, ready to be started.</summary>
/// <param name="Topology">Its processes.</param>
/// <param name="Output">Its folder, held.</param>
/// <param name="Data">The data folder that the caller named; null for the usual places.</param>
/// <param name="Key">The API's key; null where it needs none.</param>
internal sealed record LaunchPlan(ClusterTopology Topology, OutputFolder Output, string? Data, ApiKey? Key);

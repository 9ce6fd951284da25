using ResNet.Distributed.Launching.Checks;
using ResNet.Distributed.Launching.Topology;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.GpuWorker.Node;

/// <summary>A node whose input has been checked, ready to be started.</summary>
/// <param name="Topology">Its workers.</param>
/// <param name="Output">Its folder, held.</param>
/// <param name="Data">Its images.</param>
internal sealed record NodePlan(ClusterTopology Topology, OutputFolder Output, LocatedData Data);

using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>One upright axis.</summary>
/// <param name="Name">A parameter's name, or the metric's.</param>
/// <param name="Ticks">From bottom to top.</param>
public sealed record ParallelAxis(string Name, ImmutableArray<AxisTick> Ticks);

namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>A label at an axis.</summary>
/// <param name="Position">0 (bottom) to 1 (top).</param>
/// <param name="Label">The value there.</param>
public readonly record struct AxisTick(double Position, string Label);

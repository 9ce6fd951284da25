namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>What trials came to, and where in the search space.</summary>
/// <param name="Axes">The space's dimensions.</param>
/// <param name="Points">A coordinate on each axis, by sample.</param>
/// <param name="Values">By sample.</param>
internal sealed record RegressionSamples(IReadOnlyList<IAxis> Axes, IReadOnlyList<double[]> Points, double[] Values);

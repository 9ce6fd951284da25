namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>A part of an axis that someone has marked.</summary>
/// <param name="Low">0 to 1.</param>
/// <param name="High">0 to 1.</param>
public readonly record struct Stretch(double Low, double High);

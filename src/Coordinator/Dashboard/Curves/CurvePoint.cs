namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>A point of a curve.</summary>
/// <param name="X">The epoch, from 1.</param>
/// <param name="Y">A finite value.</param>
public readonly record struct CurvePoint(double X, double Y);

using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>One trial's curve.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Colour">Its colour's index; null for one of the many in the background.</param>
/// <param name="Points">By epoch, thinned.</param>
public sealed record Curve(int Trial, int? Colour, ImmutableArray<CurvePoint> Points);

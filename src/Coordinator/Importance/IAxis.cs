namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>One dimension of the search space, as trees divide it.</summary>
internal interface IAxis
{
    /// <summary>All of it; its measure is 1.</summary>
    Region Whole { get; }

    /// <summary>Divides a region in two, so that the values differ as little as can be within each part; null where all coordinates are the same.</summary>
    /// <param name="region">A part of this axis.</param>
    /// <param name="coordinates">Where the samples of the region are; their order is changed.</param>
    /// <param name="values">Their values, in the same order.</param>
    Cut? BestCut(Region region, Span<double> coordinates, Span<double> values);

    /// <summary>The integral over the axis of the square of a sum of functions, each a constant on a region and 0 elsewhere.</summary>
    double SquareOfSum(IEnumerable<(Region Region, double Constant)> functions);
}

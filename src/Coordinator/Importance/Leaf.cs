namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>A leaf of a tree: a box of the search space on which the tree is constant.</summary>
/// <param name="Box">A region on each axis.</param>
/// <param name="Value">The mean of the samples in it.</param>
internal sealed record Leaf(Region[] Box, double Value)
{
    /// <summary>How likely a draw is in it: 0 to 1.</summary>
    public double Measure => Box.Aggregate(1.0, (product, region) => product * region.Measure);

    /// <summary>The same, but for one axis.</summary>
    public double MeasureWithout(int axis)
    {
        var product = 1.0;
        for (var other = 0; other < Box.Length; other++)
        {
            product *= other == axis ? 1 : Box[other].Measure;
        }

        return product;
    }
}

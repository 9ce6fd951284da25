namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>
/// Functional ANOVA of a tree, exactly (Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", ICML
/// 2014, section 4). The tree is a function f of a point x that is drawn as the sweep draws it, constant on each leaf's box.
/// </summary>
/// <remarks>
/// With m the mean of f, its variance is V = Σ_leaves |box| (f - m)². The marginal of parameter j is the mean of f over all other parameters,
/// a_j(x_j) = Σ_leaves with x_j in box_j f ∏_k≠j |box_k|, and V_j = ∫ (a_j - m)² is what j explains by itself. The share of j is V_j / V; the
/// shares of all subsets of the parameters add up to 1, so that what is left belongs to interactions.
/// </remarks>
internal static class VarianceShares
{
    /// <summary>The share of each parameter, from 0 to 1; null where the tree is constant.</summary>
    /// <param name="axes">The parameters.</param>
    /// <param name="leaves">The tree.</param>
    public static double[]? Of(IReadOnlyList<IAxis> axes, IReadOnlyList<Leaf> leaves)
    {
        var mean = leaves.Sum(leaf => leaf.Measure * leaf.Value);
        var variance = leaves.Sum(leaf => leaf.Measure * (leaf.Value - mean) * (leaf.Value - mean));
        return variance > 0
            ? [.. axes.Select((axis, index) => axis.SquareOfSum(Marginal(leaves, index, mean)) / variance)]
            : null;
    }

    private static IEnumerable<(Region Region, double Constant)> Marginal(IReadOnlyList<Leaf> leaves, int axis, double mean) =>
        leaves.Select(leaf => (leaf.Box[axis], (leaf.Value - mean) * leaf.MeasureWithout(axis)));
}

using MathNet.Numerics.Statistics;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>
/// A random forest (Breiman, "Random Forests", 2001): trees, each grown from a bootstrap sample of the trials. A parameter's share is the mean of
/// its shares of the trees' variances. The trees are as Optuna has them: 64, all axes tried at each cut, down to single samples.
/// </summary>
internal static class Forest
{
    private const int Trees = 64;

    // Draws for each tree: more samples than that make it slower and hardly better.
    private const int MostDraws = 1000;

    /// <summary>Mean and standard deviation of each parameter's share over the trees; null where all values are the same.</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="seed">Decides the bootstrap samples.</param>
    public static (double Mean, double Deviation)[]? Shares(RegressionSamples samples, long seed)
    {
        var deviation = samples.Values.PopulationStandardDeviation();
        if (!(deviation > 0))
        {
            return null;
        }

        var mean = samples.Values.Mean();
        var scaled = samples with { Values = [.. samples.Values.Select(value => (value - mean) / deviation)] };
        var trees = Enumerable.Range(1, Trees).Select(tree => Tree(scaled, RandomStream.For(seed, tree, "importance"))).OfType<double[]>().ToArray();
        return trees.Length == 0 ? null : [.. Enumerable.Range(0, samples.Axes.Count).Select(axis => Summary([.. trees.Select(shares => shares[axis])]))];
    }

    private static double[]? Tree(RegressionSamples samples, RandomStream stream)
    {
        var count = samples.Values.Length;
        int[] rows = [.. Enumerable.Range(0, Math.Min(count, MostDraws)).Select(_ => (int)stream.NextBelow((ulong)count))];
        return VarianceShares.Of(samples.Axes, RegressionTree.Grow(samples, rows, stream));
    }

    private static (double Mean, double Deviation) Summary(double[] shares) => (shares.Mean(), shares.PopulationStandardDeviation());
}

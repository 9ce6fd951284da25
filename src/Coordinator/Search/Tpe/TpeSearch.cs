using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>
/// A tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011,
/// section 4). The trials so far are split at the γ-quantile of their losses, and one density is estimated of the parameters of the better
/// ones, l(x), and one of those of the others, g(x). Expected improvement grows with l(x) / g(x) (equation 3): of some draws from l, the
/// suggestion is the one where that is the highest.
/// </summary>
/// <remarks>
/// <para>
/// The densities are multivariate, one kernel over all parameters for each trial, so that parameters that go together are suggested
/// together (Falkner, Klein and Hutter, "BOHB", ICML 2018, section 3.2). The constants are those of Optuna's sampler, whose components
/// Watanabe ("Tree-Structured Parzen Estimator: Understanding Its Algorithm Components and Their Roles for Better Empirical Performance",
/// 2023) compares.
/// </para>
/// <para>
/// Trials that are under way count among the worse ones, a constant lie (Ginsbourger, Le Riche and Carraro, "Kriging is well-suited to
/// parallelize optimization", 2010, with the worst value as the lie), so that trials that run side by side are not all in one place. A
/// trial that diverged is worse than any other.
/// </para>
/// </remarks>
internal sealed class TpeSearch : ISearcher
{
    /// <summary>Before so many trials have ended, suggestions are independent draws, those of <see cref="RandomSearch"/>.</summary>
    public const int StartupTrials = 10;

    private const int Candidates = 24;
    private const int MostGood = 25;

    private readonly SweepSpec _spec;
    private readonly RandomSearch _random;
    private readonly SearchSpace _space;

    // A trial's parameters do not change; its point is asked for again and again.
    private readonly ConditionalWeakTable<ImmutableSortedDictionary<string, ParameterValue>, double[]> _points = [];

    public TpeSearch(SweepSpec spec)
    {
        _spec = spec;
        _random = new RandomSearch(spec);
        _space = new SearchSpace(spec);
    }

    /// <inheritdoc/>
    public int Count => _random.Count;

    /// <inheritdoc/>
    public bool Learns => true;

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, ParameterValue> Suggest(int number, IReadOnlyList<Observation> history)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Count);
        if (_space.Dimensions.IsEmpty || history.Count(observation => observation.Loss is not null) < StartupTrials)
        {
            return _random.Suggest(number, history);
        }

        var isGood = Split(history);
        var points = history.Select(observation => _points.GetValue(observation.Parameters, Point)).ToArray();
        var good = Estimate(points.Where((_, index) => isGood[index]));
        var bad = Estimate(points.Where((_, index) => !isGood[index]));
        var best = Best(good, bad, RandomStream.For(_spec.Seed ?? 0, number, "tpe"));
        return _space.With([.. _space.Dimensions.Select((dimension, index) => ValueAt(dimension.Dimension, best[index]))]);
    }

    /// <summary>How many of the trials that have ended are the good ones: a tenth, at most 25.</summary>
    private static int GoodOnes(int ended) => Math.Min((int)Math.Ceiling(0.1 * ended), MostGood);

    // Of two that are equally good, the earlier one.
    private static bool[] Split(IReadOnlyList<Observation> history)
    {
        var ended = history.Index().Where(entry => entry.Item.Loss is not null).OrderBy(entry => entry.Item.Loss).ToArray();
        var isGood = new bool[history.Count];
        foreach (var (index, _) in ended.Take(GoodOnes(ended.Length)))
        {
            isGood[index] = true;
        }

        return isGood;
    }

    private ParzenEstimator Estimate(IEnumerable<double[]> points) => new(_space, [.. points]);

    private static double[] Best(ParzenEstimator good, ParzenEstimator bad, RandomStream stream)
    {
        var (best, highest) = (Array.Empty<double>(), double.NegativeInfinity);
        for (var i = 0; i < Candidates; i++)
        {
            var candidate = good.Draw(stream);
            var ratio = good.Density(candidate) / bad.Density(candidate);
            if (ratio > highest)
            {
                (best, highest) = (candidate, ratio);
            }
        }

        return best;
    }

    /// <summary>Parameters as a point: the place in the list, or the middle of the value's piece of its dimension.</summary>
    /// <exception cref="ArgumentException">A value is not in the space.</exception>
    private double[] Point(ImmutableSortedDictionary<string, ParameterValue> parameters) =>
    [
        .. _space.Dimensions.Select(entry => CoordinateOf(entry.Dimension, parameters[entry.Name])
            ?? throw new ArgumentException($"The space has no {entry.Name} of {parameters[entry.Name]}.", nameof(parameters))),
    ];

    private static double? CoordinateOf(Dimension dimension, ParameterValue value) => dimension is ListedDimension listed
        ? listed.IndexOf(value)
        : dimension.PieceOf(value) is var (low, high) ? (low + high) / 2 : null;

    private static ParameterValue ValueAt(Dimension dimension, double coordinate) =>
        dimension is ListedDimension listed ? listed[(int)coordinate] : dimension.At(coordinate);
}

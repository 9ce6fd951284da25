using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>Which parameters of a sweep mattered for its metric.</summary>
internal static class Importances
{
    /// <summary>With fewer trials there are no figures; with many parameters, <see cref="TrialsPerParameter"/> for each.</summary>
    public const int FewestTrials = 10;

    /// <summary>With fewer trials for each parameter that varies there are no figures.</summary>
    public const int TrialsPerParameter = 2;

    /// <summary>
    /// From the trials that completed or were stopped, by their best value of the metric. One that diverged counts as bad as the worst of them;
    /// one that failed by itself, was cancelled or goes on says nothing.
    /// </summary>
    public static SweepImportance Of(SweepSpec spec, IEnumerable<TrialView> trials)
    {
        var space = new SearchSpace(spec);
        var usable = trials.Select(trial => (trial.Status, trial.Best, Point: Point(space, trial))).Where(IsUsable).ToArray();
        var values = usable.Where(trial => trial.Status != TrialStatus.Diverged).Select(trial => trial.Best!.Value).ToArray();
        var none = new SweepImportance { Metric = spec.Metric.Name, Trials = usable.Length };
        var fewest = Math.Max(FewestTrials, TrialsPerParameter * space.Dimensions.Length);
        if (space.Dimensions.IsEmpty)
        {
            return none with { Reason = "no parameter varies" };
        }

        if (spec.Method == SearchMethod.Pbt)
        {
            return none with { Reason = "in a population a trial's parameters change while it trains" };
        }

        if (values.Length < fewest)
        {
            return none with { Reason = string.Create(CultureInfo.InvariantCulture, $"too few trials: {values.Length} ended with a value, expected at least {fewest}") };
        }

        var worst = spec.Metric.Goal == MetricGoal.Maximize ? values.Min() : values.Max();
        var samples = new RegressionSamples(
            [.. space.Dimensions.Select(dimension => Axis(dimension.Dimension))],
            [.. usable.Select(trial => trial.Point!)],
            [.. usable.Select(trial => trial.Status == TrialStatus.Diverged ? worst : trial.Best!.Value)]);
        return Forest.Shares(samples, spec.Seed ?? 0) is { } shares
            ? With(none, space, shares)
            : none with { Reason = $"every trial came to the same {spec.Metric.Name}" };
    }

    private static SweepImportance With(SweepImportance importance, SearchSpace space, (double Mean, double Deviation)[] shares) => importance with
    {
        Parameters =
        [
            .. space.Dimensions
                .Zip(shares, (dimension, share) => new ParameterImportance(dimension.Name, share.Mean, share.Deviation))
                .OrderByDescending(parameter => parameter.Share),
        ],
        Interactions = Math.Max(0, 1 - shares.Sum(share => share.Mean)),
    };

    private static bool IsUsable((TrialStatus Status, double? Best, double[]? Point) trial) => trial.Point is not null
        && (trial.Status == TrialStatus.Diverged
            || (trial.Status is TrialStatus.Completed or TrialStatus.Stopped && trial.Best is { } best && double.IsFinite(best)));

    private static IAxis Axis(Dimension dimension) => dimension is ListedDimension listed ? new ListedAxis(listed.Shares) : new NumberAxis();

    // Null for parameters that the file does not have any more.
    private static double[]? Point(SearchSpace space, TrialView trial)
    {
        var coordinates = space.Dimensions.Select(entry => trial.Parameters.TryGetValue(entry.Name, out var value) ? Coordinate(entry.Dimension, value) : null).ToArray();
        return coordinates.Any(coordinate => coordinate is null) ? null : [.. coordinates.Select(coordinate => coordinate!.Value)];
    }

    private static double? Coordinate(Dimension dimension, ParameterValue value) => dimension switch
    {
        ListedDimension listed => listed.IndexOf(value),
        _ => dimension.PieceOf(value) is var (low, high) ? (low + high) / 2 : null,
    };
}

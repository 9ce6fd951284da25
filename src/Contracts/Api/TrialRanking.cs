namespace ResNet.Distributed.Contracts.Api;

/// <summary>The order of trials by the sweep's metric.</summary>
public static class TrialRanking
{
    /// <summary>What <see cref="SweepView.Goal"/> says when lower is better.</summary>
    public const string Minimize = "minimize";

    /// <summary>Best first, the earlier of two equals first; a trial without a value comes last.</summary>
    public static IEnumerable<TrialView> BestFirst(IEnumerable<TrialView> trials, string goal) => goal == Minimize
        ? trials.OrderBy(trial => trial.Best ?? double.PositiveInfinity).ThenBy(trial => trial.Number)
        : trials.OrderByDescending(trial => trial.Best ?? double.NegativeInfinity).ThenBy(trial => trial.Number);

    /// <summary>
    /// The rank of each trial that has a value, by number: 1 is the best. Equals share a rank, and the ranks after them are left out (1, 2, 2, 4).
    /// </summary>
    public static IReadOnlyDictionary<int, int> Ranks(IEnumerable<TrialView> trials, string goal)
    {
        var ranks = new Dictionary<int, int>();
        var (rank, value) = (0, double.NaN);
        foreach (var trial in BestFirst(trials.Where(trial => trial.Best is { } best && !double.IsNaN(best)), goal))
        {
            rank = trial.Best == value ? rank : ranks.Count + 1;
            (ranks[trial.Number], value) = (rank, trial.Best!.Value);
        }

        return ranks;
    }

    /// <summary>The same trials, each with its rank among them.</summary>
    public static IEnumerable<TrialView> Ranked(IReadOnlyCollection<TrialView> trials, string goal)
    {
        var ranks = Ranks(trials, goal);
        return trials.Select(trial => trial with { Rank = ranks.TryGetValue(trial.Number, out var rank) ? rank : null });
    }
}

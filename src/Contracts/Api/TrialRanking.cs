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
}

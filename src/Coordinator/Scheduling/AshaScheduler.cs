using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps.Halving;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>
/// ASHA: Li et al., "A System for Massively Parallel Hyperparameter Tuning" (MLSys 2020), algorithm 2. Whenever a worker is free, get_job
/// looks from the highest rung down for a trial among the best 1/η of those that have got to the rung; where there is none, a new trial
/// begins. Nobody waits for a rung to be full.
/// </summary>
/// <remarks>
/// The paper's supply of new trials never ends; a sweep's does. When nothing new can come to any rung and no trial has been trained to its
/// end, the best at the highest rung goes on, so that every sweep ends with a trained model. Then those that are left are given up.
/// </remarks>
/// <param name="bracket">All trials, the rungs, η.</param>
internal sealed class AshaScheduler(Bracket bracket) : IScheduler
{
    /// <inheritdoc/>
    public ImmutableArray<int> RungsOf(int trial, int epochs) => Brackets.RungsOf([bracket], trial, epochs);

    /// <inheritdoc/>
    public int? Promote(RungHistory history)
    {
        var rungs = history.Results.ToLookup(result => result.Rung);
        for (var rung = bracket.Rungs.Length; rung > 0; rung--)
        {
            var candidates = history.Ranked(rungs[rung]).Take(rungs[rung].Count() / bracket.Eta);
            if (Promotable(history, rung, candidates) is { } trial)
            {
                return trial;
            }
        }

        return history.IsQuiet && !history.Phases.Contains(TrialPhase.Completed) ? Last(history, rungs) : null;
    }

    /// <inheritdoc/>
    public IEnumerable<int> GivenUp(RungHistory history) => history.IsQuiet
        ? Enumerable.Range(1, history.Phases.Length).Where(trial => history.PhaseOf(trial) == TrialPhase.Paused)
        : [];

    private int? Last(RungHistory history, ILookup<int, RungResult> rungs) => Enumerable.Range(1, bracket.Rungs.Length).Reverse()
        .Select(rung => Promotable(history, rung, history.Ranked(rungs[rung])))
        .FirstOrDefault(trial => trial is not null);

    // A trial that is paused is at the last rung that it has got to: at an earlier one it has been promoted.
    private static int? Promotable(RungHistory history, int rung, IEnumerable<RungResult> candidates)
    {
        var promoted = history.Promotions.Where(promotion => promotion.Rung == rung).Select(promotion => promotion.Trial).ToHashSet();
        return candidates.FirstOrDefault(result => !promoted.Contains(result.Trial) && history.PhaseOf(result.Trial) == TrialPhase.Paused)?.Trial;
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps.Halving;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>
/// Hyperband: Li et al., "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization" (JMLR 18, 2018), algorithm 1. Each bracket
/// is one successive halving: when all its trials have got to a rung or ended, the best ⌊n/η⌋ go on and the others are given up. While a
/// bracket waits for its last trial, workers go to the next bracket's.
/// </summary>
/// <param name="brackets">All trials.</param>
internal sealed class HyperbandScheduler(ImmutableArray<Bracket> brackets) : IScheduler
{
    /// <inheritdoc/>
    public ImmutableArray<int> RungsOf(int trial, int epochs) => Brackets.RungsOf(brackets, trial, epochs);

    /// <inheritdoc/>
    public int? Promote(RungHistory history)
    {
        var promoted = history.Promotions.Select(promotion => (promotion.Trial, promotion.Rung)).ToHashSet();
        return Decided(history).SelectMany(rung => rung.GoOn)
            .FirstOrDefault(result => !promoted.Contains((result.Trial, result.Rung)) && history.PhaseOf(result.Trial) == TrialPhase.Paused)?.Trial;
    }

    /// <inheritdoc/>
    public IEnumerable<int> GivenUp(RungHistory history) => Decided(history).SelectMany(rung => rung.Stay)
        .Select(result => result.Trial).Where(trial => history.PhaseOf(trial) == TrialPhase.Paused);

    // The rungs at which everybody has arrived who will, with those that go on from there. The paper's trials
    // never fail; here the places of those that did are not given to others.
    private IEnumerable<(IEnumerable<RungResult> GoOn, IEnumerable<RungResult> Stay)> Decided(RungHistory history)
    {
        var results = history.Results.ToDictionary(result => (result.Trial, result.Rung));
        foreach (var bracket in brackets)
        {
            var contenders = Enumerable.Range(bracket.First, bracket.Trials).ToArray();
            for (var rung = 1; rung <= bracket.Rungs.Length && contenders.Length > 0; rung++)
            {
                if (contenders.Any(trial => !results.ContainsKey((trial, rung)) && !IsOver(history.PhaseOf(trial))))
                {
                    break;
                }

                var arrived = history.Ranked(contenders.Where(trial => results.ContainsKey((trial, rung))).Select(trial => results[(trial, rung)])).ToArray();
                var best = arrived.Take(bracket.Reach(rung)).ToArray();
                yield return (best, arrived.Skip(best.Length));
                contenders = [.. best.Select(result => result.Trial)];
            }
        }
    }

    private static bool IsOver(TrialPhase phase) => phase is TrialPhase.Completed or TrialPhase.Ended;
}

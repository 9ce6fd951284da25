using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Search.Pbt;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>
/// Population based training: Jaderberg et al., "Population Based Training of Neural Networks" (2017), with the truncation selection of its
/// section 4.1.1. When all trials have got to a rung or ended, each of the worst ones exploits one of the best ones, drawn evenly, and explores; the others
/// go on as they are. Nobody is given up.
/// </summary>
/// <remarks>
/// The paper's population does not wait for its slowest member. This one does, so that what is decided at a rung depends on the results there
/// alone, and not on how long anybody took for them: a sweep repeats to the bit on any number of workers.
/// </remarks>
/// <param name="how">When, and for how many.</param>
/// <param name="exploration">Changes parameters.</param>
/// <param name="seed">The sweep's.</param>
internal sealed class PopulationScheduler(PopulationSpec how, Exploration exploration, long seed) : IScheduler
{
    /// <inheritdoc/>
    public ImmutableArray<int> RungsOf(int trial, int epochs) => how.RungsOf(epochs);

    /// <inheritdoc/>
    public int? Promote(RungHistory history)
    {
        var paused = Enumerable.Range(1, history.Phases.Length).Where(trial => history.PhaseOf(trial) == TrialPhase.Paused);
        var decided = new Dictionary<int, bool>();
        foreach (var trial in paused)
        {
            var rung = RungOf(history, trial);
            if (decided.TryGetValue(rung, out var known) ? known : decided[rung] = IsDecided(history, rung))
            {
                return trial;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public Exploit? ExploitOf(RungHistory history, int trial)
    {
        var rung = RungOf(history, trial);
        var ranked = RankedAt(history, rung);
        var takers = how.Takers(ranked.Length);
        var parents = ranked.Take(takers).Where(result => !double.IsNaN(result.Value)).ToArray();
        if (parents.Length == 0 || !ranked.TakeLast(takers).Any(result => result.Trial == trial))
        {
            return null;
        }

        var drawn = RandomStream.For(seed, trial, FormattableString.Invariant($"pbt {rung}")).NextBelow((ulong)parents.Length);
        var parent = parents[(int)drawn].Trial;
        return new Exploit(parent, rung, rung * how.Interval, exploration.Of(history.ParametersOf(parent), trial, rung));
    }

    // Once the first has gone on from there, it stays decided: one that failed, and comes there when it is tried again, goes on by itself.
    private static bool IsDecided(RungHistory history, int rung)
    {
        if (history.Promotions.Any(promotion => promotion.Rung == rung))
        {
            return true;
        }

        var arrived = history.Results.Where(result => result.Rung == rung).Select(result => result.Trial).ToHashSet();
        return Enumerable.Range(1, history.Phases.Length)
            .All(trial => arrived.Contains(trial) || history.PhaseOf(trial) is TrialPhase.Completed or TrialPhase.Ended);
    }

    // By what was known when the first went on from there.
    private static RungResult[] RankedAt(RungHistory history, int rung)
    {
        var known = history.Promotions.FirstOrDefault(promotion => promotion.Rung == rung)?.Known ?? history.Results.Length;
        return [.. history.Ranked(history.Results.Take(known).Where(result => result.Rung == rung))];
    }

    private static int RungOf(RungHistory history, int trial) => history.Results.Last(result => result.Trial == trial).Rung;
}

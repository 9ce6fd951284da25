using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Sweeps.Halving;

/// <summary>Divides a sweep's trials into brackets.</summary>
public static class Brackets
{
    /// <summary>The brackets in the order of their trials, which they hold all; empty where trials do not pause.</summary>
    /// <param name="how">What the sweep says.</param>
    /// <param name="trials">Trials of the sweep.</param>
    /// <param name="epochs">The most epochs that a trial has.</param>
    public static ImmutableArray<Bracket> Of(EarlyTermination? how, int trials, int epochs) => how switch
    {
        AshaTermination asha => [new Bracket(1, trials, Ladder.From(asha.MinIter, asha.MaxIter ?? epochs, asha.Eta), asha.Eta)],
        HyperbandTermination hyperband => Hyperband(hyperband, trials, hyperband.MaxIter ?? epochs),
        _ => [],
    };

    /// <summary>A trial's rungs: those of its bracket that lie before its own end.</summary>
    /// <param name="brackets">The sweep's.</param>
    /// <param name="trial">The trial's number.</param>
    /// <param name="epochs">Epochs of this trial.</param>
    public static ImmutableArray<int> RungsOf(ImmutableArray<Bracket> brackets, int trial, int epochs) =>
        brackets.FirstOrDefault(bracket => bracket.Contains(trial)) is { } bracket ? [.. bracket.Rungs.Where(rung => rung < epochs)] : [];

    /// <summary>
    /// Algorithm 1 of Li et al., "Hyperband" (JMLR 18, 2018): for s from s_max down to 0 a bracket of ⌈(s_max + 1) · η^s / (s + 1)⌉
    /// trials that begins at R · η^-s. For R = 81 and η = 3 these are 81, 34, 15, 8 and 5 trials, as in its table 1. When all are
    /// done and there are trials left, it begins again; the last bracket has what is left.
    /// </summary>
    private static ImmutableArray<Bracket> Hyperband(HyperbandTermination how, int trials, int most)
    {
        var ladder = how.MinIter is { } least ? Ladder.From(least, most, how.Eta) : Ladder.To(most, how.Depth, how.Eta);
        var brackets = ImmutableArray.CreateBuilder<Bracket>();
        for (var (first, s) = (1, ladder.Length); first <= trials; s = s == 0 ? ladder.Length : s - 1)
        {
            var size = Math.Min(trials - first + 1, SizeOf(s, ladder.Length, how.Eta));
            brackets.Add(new Bracket(first, size, ladder[(ladder.Length - s)..], how.Eta));
            first += size;
        }

        return brackets.ToImmutable();
    }

    private static int SizeOf(int s, int most, int eta)
    {
        var share = (Int128)(most + 1) * Ladder.Power(eta, s);
        return (int)Int128.Min(int.MaxValue, (share + s) / (s + 1));
    }
}

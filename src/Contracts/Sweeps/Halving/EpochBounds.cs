using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Sweeps.Halving;

/// <summary>How many epochs a sweep trains, if no trial fails, is cancelled or ends with a budget.</summary>
/// <param name="Least">The fewest.</param>
/// <param name="Most">The most.</param>
public readonly record struct EpochBounds(long Least, long Most)
{
    /// <summary>The bounds of a sweep.</summary>
    /// <param name="how">How its trials end early.</param>
    /// <param name="epochs">Epochs of each trial, by number from 1.</param>
    /// <param name="longest">The most epochs that a trial can have, which the rungs follow from; null: those of the longest of these.</param>
    public static EpochBounds Of(EarlyTermination? how, ImmutableArray<int> epochs, int? longest = null)
    {
        var most = epochs.Sum(e => (long)e);
        return how switch
        {
            AshaTermination or HyperbandTermination => Halved(how, epochs, longest ?? epochs.Max(), most),
            MedianTermination median => new(Stopped(epochs, median.MinIter, median.MinTrials), most),
            PatienceTermination patience => new(Stopped(epochs, patience.Epochs + 1, 0), most),
            ThresholdTermination threshold => new(Stopped(epochs, threshold.Epoch, 0), most),
            _ => new(most, most),
        };
    }

    // ASHA may promote more than its share while results come in, at worst nearly all; Hyperband waits for a rung's last result, and is exact
    // where all trials are equally long.
    private static EpochBounds Halved(EarlyTermination how, ImmutableArray<int> epochs, int longest, long most)
    {
        var least = Brackets.Of(how, epochs.Length, longest).Sum(bracket => OfBracket(bracket, [.. epochs.Skip(bracket.First - 1).Take(bracket.Trials).Order()]));
        return new(least, how is HyperbandTermination && epochs.Distinct().Count() == 1 ? least : most);
    }

    // At each stage the shortest trials go on, for the least.
    private static long OfBracket(Bracket bracket, ImmutableArray<int> epochs)
    {
        var (sum, before) = (0L, 0);
        for (var stage = 0; stage <= bracket.Rungs.Length; stage++)
        {
            var until = stage < bracket.Rungs.Length ? bracket.Rungs[stage] : int.MaxValue;
            sum += epochs.Take(bracket.Reach(stage)).Sum(e => (long)Math.Max(0, Math.Min(e, until) - before));
            before = until;
        }

        return sum;
    }

    private static long Stopped(ImmutableArray<int> epochs, int earliest, int whole) =>
        epochs.Order().Take(whole).Sum(e => (long)e) + epochs.Order().Skip(whole).Sum(e => (long)Math.Min(e, earliest));
}

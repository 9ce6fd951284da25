using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>The trials of a sweep, as far as its file alone says what they are.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Known">Of how many, the first ones, the parameters are known.</param>
/// <param name="Listed">The parameters of the first known ones, by number.</param>
/// <param name="Fewest">Epochs of each trial; where they are not known, the fewest that it can have.</param>
/// <param name="Most">The same, or the most.</param>
internal sealed record PreviewedTrials(
    int Count, int Known, ImmutableArray<ImmutableSortedDictionary<string, ParameterValue>> Listed, ImmutableArray<int> Fewest, ImmutableArray<int> Most)
{
    // What fits on a few screens, of the trials that somebody chose; of those that are drawn, enough to see what they are like.
    private const int OfGrid = 100;
    private const int OfSearch = 10;

    /// <summary>Those of a sweep.</summary>
    /// <param name="spec">The sweep.</param>
    /// <param name="listed">How many are listed at most; null: 100 of a grid, 10 of a search.</param>
    public static PreviewedTrials Of(SweepSpec spec, int? listed)
    {
        var known = new KnownTrials(spec);
        var epochs = spec.Parameters.Single(p => p.Key == ParameterNames.Epochs).Value;
        int?[] chosen = [.. Enumerable.Range(1, known.Total).Select(number => number > known.Count || IsConstant(epochs) ? (int?)null : EpochsOf(known[number]))];
        return new(
            known.Total,
            known.Count,
            known.First(listed ?? (spec.Method == SearchMethod.Grid ? OfGrid : OfSearch)),
            [.. chosen.Select(count => count ?? FewestOf(epochs))],
            [.. chosen.Select(count => count ?? spec.MostEpochs)]);
    }

    private static int EpochsOf(ImmutableSortedDictionary<string, ParameterValue> trial) => (int)trial[ParameterNames.Epochs].Integer!.Value;

    private static bool IsConstant(ParameterDomain domain) => domain is ListedValues { Values.Length: 1 };

    private static int FewestOf(ParameterDomain epochs) => (int)(epochs switch
    {
        ListedValues listed => listed.Values.Min(value => value.Integer!.Value),
        IntegerUniformRange range => range.Min,
        QuantizedRange range => range.Times(range.First).Integer!.Value,
        _ => throw new ArgumentException($"{epochs} has no whole numbers.", nameof(epochs)),
    });
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>The trials of a sweep, as far as its file alone says what they are.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Listed">The parameters of each, by number; empty where a search draws them.</param>
/// <param name="Fewest">Epochs of each trial; where they are drawn, the fewest that each can have.</param>
/// <param name="Most">The same, or the most.</param>
internal sealed record PreviewedTrials(
    int Count, ImmutableArray<ImmutableSortedDictionary<string, ParameterValue>> Listed, ImmutableArray<int> Fewest, ImmutableArray<int> Most)
{
    /// <summary>Those of a sweep.</summary>
    public static PreviewedTrials Of(SweepSpec spec)
    {
        if (spec.Method == SearchMethod.Grid)
        {
            ImmutableArray<ImmutableSortedDictionary<string, ParameterValue>> trials =
                [.. Enumerable.Range(1, GridTrials.Count(spec)).Select(number => GridTrials.Of(spec, number))];
            ImmutableArray<int> epochs = [.. trials.Select(trial => (int)trial[ParameterNames.Epochs].Integer!.Value)];
            return new(trials.Length, trials, epochs, epochs);
        }

        var count = spec.RunCap!.Value;
        var fewest = spec.Parameters.Single(p => p.Key == ParameterNames.Epochs).Value switch
        {
            ListedValues listed => (int)listed.Values.Min(value => value.Integer!.Value),
            IntegerUniformRange range => (int)range.Min,
            _ => spec.MostEpochs,
        };
        return new(count, [], [.. Enumerable.Repeat(fewest, count)], [.. Enumerable.Repeat(spec.MostEpochs, count)]);
    }
}

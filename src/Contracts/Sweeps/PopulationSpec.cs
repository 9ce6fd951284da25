using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>
/// How the trials of a population learn from each other: what the key <c>pbt</c> says. Its text is what a sweep file would say, on one line.
/// </summary>
/// <param name="Interval">Epochs between two rungs, from 1.</param>
/// <param name="Quantile">The share of the population that takes over at a rung, and that is taken over; above 0, at most a half.</param>
/// <param name="Resample">How likely a parameter is drawn anew instead of changed a little, from 0 to 1.</param>
public sealed record PopulationSpec(int Interval, double Quantile, double Resample)
{
    /// <summary>What a trial may change in the middle of its training. All else it takes over as it is, with the weights.</summary>
    public static IReadOnlyList<string> Explored { get; } =
    [
        ParameterNames.LearningRate, ParameterNames.WeightDecay, ParameterNames.Momentum, ParameterNames.LabelSmoothing, ParameterNames.Augmentation,
    ];

    /// <summary>Epochs done at which a trial pauses.</summary>
    /// <param name="epochs">Its epochs.</param>
    public ImmutableArray<int> RungsOf(int epochs) => [.. Enumerable.Range(1, (epochs - 1) / Interval).Select(rung => rung * Interval)];

    /// <summary>How many trials take over, and how many are taken over: rounded up, and never more than half of them.</summary>
    /// <param name="trials">Trials that have got to the rung.</param>
    public int Takers(int trials) => Math.Min((int)decimal.Ceiling(trials * (decimal)Quantile), trials / 2);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{{ interval: {Interval}, quantile: {ParameterValue.Of(Quantile)}, resample: {ParameterValue.Of(Resample)} }}");
}

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>What a sweep ranks its trials by.</summary>
/// <param name="Name">One of <see cref="Trials.MetricNames.All"/>.</param>
/// <param name="Goal">Which end is the good one.</param>
[GenerateSerializer, Immutable]
public sealed record MetricSpec([property: Id(0)] string Name, [property: Id(1)] MetricGoal Goal)
{
    /// <summary>Whether <paramref name="value"/> beats <paramref name="best"/>; NaN beats nothing, and anything beats no value.</summary>
    public bool IsBetter(double value, double? best)
    {
        if (double.IsNaN(value))
        {
            return false;
        }

        return best is not { } b || double.IsNaN(b) || (Goal == MetricGoal.Maximize ? value > b : value < b);
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>Another sweep's results, as the beginning of this one's search: what the key <c>warm_start</c> says.</summary>
/// <param name="Observations">Its trials that are over and that this sweep could have suggested, by number.</param>
/// <param name="Skipped">How many of its trials are over, but outside of this sweep's space.</param>
internal sealed record WarmStart(ImmutableArray<Observation> Observations, int Skipped)
{
    private const string Key = "warm_start";

    /// <summary>Why that sweep cannot be begun with; null when it can.</summary>
    /// <param name="spec">This sweep.</param>
    /// <param name="other">The other one; null when there is none of that name.</param>
    public static SweepFault? FaultOf(SweepSpec spec, SweepView? other)
    {
        if (other is null)
        {
            return new SweepFault(0, Key, spec.WarmStart!, "a sweep that was submitted to this cluster before");
        }

        var (here, there) = ($"{Lower(spec.Metric.Goal)} {spec.Metric.Name}", $"{other.Goal} {other.Metric}");
        return here == there ? null : new SweepFault(0, Key, other.Id, $"a sweep with the metric of this one ({here}); that one's is {there}");
    }

    /// <summary>What this sweep takes from the other's trials.</summary>
    public static WarmStart Of(SweepSpec spec, IEnumerable<TrialView> trials)
    {
        var over = trials.Select(trial => SweepObservations.Of(trial, spec.Metric)).Where(observation => observation?.Loss is not null).ToArray();
        var fitting = over.Select(observation => Fit(spec, observation!)).OfType<Observation>().ToImmutableArray();
        return new WarmStart(fitting, over.Length - fitting.Length);
    }

    // With a value for each of this sweep's parameters; null where one cannot be so here, or another one was not as it is without a word.
    private static Observation? Fit(SweepSpec spec, Observation observation)
    {
        var names = spec.Parameters.Select(p => p.Key).ToHashSet();
        var isUsual = observation.Parameters.All(p =>
            names.Contains(p.Key) || p.Key == ParameterNames.Seed || (Default(p.Key) is { } usual && new ListedDimension(new([usual])).IndexOf(p.Value) == 0));
        if (!isUsual)
        {
            return null;
        }

        var parameters = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var (name, domain) in spec.Parameters)
        {
            var value = observation.Parameters.TryGetValue(name, out var found) ? found : Default(name);
            if (value is not { } known || Dimension.Of(domain).PieceOf(known) is null)
            {
                return null;
            }

            parameters[name] = known;
        }

        return observation with { Parameters = parameters.ToImmutable() };
    }

    private static ParameterValue? Default(string name) => name switch
    {
        ParameterNames.Optimizer => ParameterValue.Of(Hyperparameters.Adam),
        ParameterNames.Schedule => ParameterValue.Of(Hyperparameters.ConstantRate),
        ParameterNames.Augmentation => ParameterValue.Of(Hyperparameters.NoAugmentation),
        ParameterNames.WeightDecay or ParameterNames.Momentum or ParameterNames.LabelSmoothing => ParameterValue.Of(0.0),
        _ => null,
    };

    private static string Lower(MetricGoal goal) => goal.ToString().ToLowerInvariant();
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search.Pbt;

/// <summary>
/// Explores: parameters that a trial took over are drawn anew now and then, and changed a little otherwise. Each change comes from a stream of
/// its own, started from the sweep's seed, the trial, the rung and the parameter's name.
/// </summary>
internal sealed class Exploration(SweepSpec spec)
{
    private readonly ImmutableArray<KeyValuePair<string, ParameterDomain>> _explored =
    [
        .. spec.Parameters.Where(p => PopulationSpec.Explored.Contains(p.Key) && p.Value is not ListedValues { Values.Length: 1 }),
    ];

    /// <summary>What a trial goes on with.</summary>
    /// <param name="parameters">What it took over.</param>
    /// <param name="trial">Its number.</param>
    /// <param name="rung">Where it did, from 1.</param>
    public ImmutableSortedDictionary<string, ParameterValue> Of(
        ImmutableSortedDictionary<string, ParameterValue> parameters, int trial, int rung) =>
        parameters.SetItems(_explored.Select(p => KeyValuePair.Create(p.Key, Change(
            p.Value, parameters[p.Key], RandomStream.For(spec.Seed ?? 0, trial, FormattableString.Invariant($"pbt {rung} {p.Key}"))))));

    private ParameterValue Change(ParameterDomain domain, ParameterValue value, RandomStream stream) =>
        stream.NextUnit() < spec.Population!.Resample ? RandomSearch.Draw(domain, stream) : Perturbation.Of(domain, value, up: stream.NextBelow(2) == 1);
}

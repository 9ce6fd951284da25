using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>A sweep's importances, computed once for all who ask between the ends of two trials. For one grain's turns only; it has no lock.</summary>
internal sealed class ImportanceMemo
{
    private (SweepSpec Spec, ImmutableArray<TrialView> Trials) _of;
    private Lazy<SweepImportance>? _newest;

    /// <summary>What <see cref="Importances"/> makes of these trials. The first who asks for the value computes it, on its own thread.</summary>
    public Lazy<SweepImportance> Of(SweepSpec spec, IEnumerable<TrialView> trials)
    {
        var ended = trials.Where(trial => trial.Status.IsFinal()).ToImmutableArray();
        if (_newest is null || !ReferenceEquals(_of.Spec, spec) || !_of.Trials.AsSpan().SequenceEqual(ended.AsSpan(), ReferenceEqualityComparer.Instance))
        {
            (_of, _newest) = ((spec, ended), new Lazy<SweepImportance>(() => Importances.Of(spec, ended)));
        }

        return _newest;
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// The metric of every epoch of a sweep's trials, as far as anyone has asked for it. The trials keep it; what is here is a copy, and made anew
/// when it is lost.
/// </summary>
/// <param name="grains">The trials.</param>
/// <param name="metric">Which metric.</param>
internal sealed class TrialCurves(IGrainFactory grains, MetricSpec metric)
{
    private readonly Dictionary<TrialId, ImmutableArray<double>> _curves = [];

    /// <summary>The metric of a trial's first epochs.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="epochs">How many it has done.</param>
    public async Task<ImmutableArray<double>> OfAsync(TrialId trial, int epochs)
    {
        if (!_curves.TryGetValue(trial, out var curve) || curve.Length < epochs)
        {
            var detail = await grains.Trial(trial).GetAsync();
            _curves[trial] = curve = [.. detail!.Epochs.Select(epoch => MetricNames.Of(epoch, metric.Name) ?? double.NaN)];
        }

        return [.. curve.Take(epochs)];
    }
}

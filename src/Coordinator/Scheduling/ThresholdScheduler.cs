using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>Stops a trial that has not reached a value by a certain epoch.</summary>
/// <param name="how">Which value, and when.</param>
internal sealed class ThresholdScheduler(ThresholdTermination how) : IScheduler
{
    /// <inheritdoc/>
    public NeededCurves Needs => NeededCurves.Own;

    /// <inheritdoc/>
    public string? WhyStop(CurveHistory history) => history.Own.Length >= how.Epoch && history.Metric.IsBetter(how.Value, history.BestOf(how.Epoch))
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"below the threshold: its best {history.Metric.Name} of {how.Epoch} epochs is {Numbers.Metric(history.Metric.Name, history.BestOf(how.Epoch))}, "
            + $"not {Numbers.Metric(history.Metric.Name, how.Value)}")
        : null;
}

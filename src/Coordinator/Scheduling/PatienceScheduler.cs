using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>Stops a trial that has not become better for a number of epochs.</summary>
/// <param name="how">For how many, and what counts as better.</param>
internal sealed class PatienceScheduler(PatienceTermination how) : IScheduler
{
    /// <inheritdoc/>
    public NeededCurves Needs => NeededCurves.Own;

    /// <inheritdoc/>
    public string? WhyStop(CurveHistory history)
    {
        var (best, at) = (double.NaN, -1);
        var margin = history.Metric.Goal == MetricGoal.Maximize ? how.MinDelta : -how.MinDelta;
        for (var epoch = 0; epoch < history.Own.Length; epoch++)
        {
            if (history.Metric.IsBetter(history.Own[epoch], best + margin))
            {
                (best, at) = (history.Own[epoch], epoch);
            }
        }

        return history.Own.Length - 1 - at >= how.Epochs
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"out of patience: {history.Metric.Name} has not become better than {Numbers.Metric(history.Metric.Name, best)} for {how.Epochs} epochs")
            : null;
    }
}

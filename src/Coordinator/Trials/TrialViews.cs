using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>A trial's state as the API shows it.</summary>
internal static class TrialViews
{
    /// <summary>The summary of a trial that was started.</summary>
    public static TrialView View(TrialState state, DateTimeOffset now) => new()
    {
        Number = state.Spec!.Id.Number,
        Parameters = state.Spec.Parameters,
        Status = state.Status,
        Attempt = state.Attempt,
        Worker = state.Attempts.IsEmpty ? null : state.Attempts[^1].Worker,
        EpochsDone = state.Epochs.Length,
        Epochs = state.Spec.Hyperparameters.Epochs,
        Last = state.Epochs.IsEmpty ? null : state.Epochs[^1],
        Best = Best(state.Epochs, state.Spec.Metric),
        Seconds = state.Attempts.Sum(attempt => ((attempt.Ended ?? now) - attempt.Started).TotalSeconds),
        Error = state.Error,
        Checkpoint = state.Checkpoint,
        Data = state.Data,
        Revision = state.Revision,
        WeightsSha256 = state.WeightsSha256,
        Rung = TrialRungs.Reached(state),
        Parent = state.Lineage.IsEmpty ? null : state.Lineage[^1].Exploit.Parent,
        Restarts = state.Attempts.SkipLast(1).Count(attempt => attempt.Error is not null),
    };

    /// <summary>A trial that the search has suggested and nobody has started.</summary>
    public static TrialView Pending(TrialSpec spec) => View(new TrialState { Spec = spec }, DateTimeOffset.MinValue);

    /// <summary>The trial with all its epochs and attempts.</summary>
    public static TrialDetail Detail(TrialState state, DateTimeOffset now) => new(
        View(state, now),
        state.Epochs,
        [.. state.Attempts.Select(attempt => new AttemptView
        {
            Number = attempt.Number,
            Worker = attempt.Worker,
            Started = attempt.Started,
            Ended = attempt.Ended,
            Error = attempt.Error,
            Note = attempt.Note,
        })])
    {
        Lineage = [.. state.Lineage.Select(descent => descent.Exploit)],
    };

    private static double? Best(ImmutableArray<EpochMetrics> epochs, MetricSpec metric)
    {
        double? best = null;
        foreach (var epoch in epochs)
        {
            if (MetricNames.Of(epoch, metric.Name) is { } value && metric.IsBetter(value, best))
            {
                best = value;
            }
        }

        return best;
    }
}

using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// The trial's state machine: a pure function from a state and an event to the next state. An event that does not fit
/// (a repeat, an older attempt's, one that came too late) leaves the state as it is and is refused.
/// </summary>
/// <remarks>
/// <code>
/// Pending ──Started──▶ Waiting ──LeaseGranted──▶ Running ──AttemptEnded(completed)──▶ Completed
///                        ▲                          ├──AttemptEnded(diverged)──▶ Diverged
///                        ├──LeaseLost, handed back──┤
///                        └──AttemptEnded(failed)────┴──more than max_failures──▶ Failed
/// any that is not final ──Cancelled──▶ Cancelled        Cancelled, Failed, Diverged ──Retried──▶ Waiting
/// </code>
/// </remarks>
internal static class TrialTransitions
{
    /// <summary>What <paramref name="what"/> makes of <paramref name="state"/>.</summary>
    /// <returns>The next state (the same instance when refused), and whether the event was taken.</returns>
    public static (TrialState State, bool Taken) Apply(TrialState state, TrialEvent what)
    {
        var next = what switch
        {
            TrialEvent.Started e => Start(state, e),
            TrialEvent.LeaseGranted e => Grant(state, e),
            TrialEvent.LeaseLost e => Lose(state, e),
            TrialEvent.EpochDone e => Record(state, e.Report),
            TrialEvent.AttemptEnded e => End(state, e),
            TrialEvent.Cancelled e => Cancel(state, e),
            TrialEvent.Retried => Retry(state),
            _ => throw new ArgumentException($"Unknown event {what.GetType().Name}.", nameof(what)),
        };
        return next is null ? (state, false) : (next with { Revision = state.Revision + 1 }, true);
    }

    private static TrialState? Start(TrialState state, TrialEvent.Started e) =>
        state.Status == TrialStatus.Pending ? state with { Spec = e.Spec, Status = TrialStatus.Waiting } : null;

    private static TrialState? Grant(TrialState state, TrialEvent.LeaseGranted e)
    {
        if (state.Status != TrialStatus.Waiting)
        {
            return null;
        }

        var attempt = new AttemptRecord(state.Attempt + 1, e.Lease.Worker.Name, e.At, null, null);
        return state with { Status = TrialStatus.Running, Lease = e.Lease, Attempts = state.Attempts.Add(attempt) };
    }

    private static TrialState? Lose(TrialState state, TrialEvent.LeaseLost e) =>
        state.Lease?.Id == e.Lease ? CloseAttempt(state, TrialStatus.Waiting, e.At, e.Reason) : null;

    private static TrialState? Record(TrialState state, EpochReport report)
    {
        var epoch = report.Metrics.Epoch;
        if (!IsCurrent(state, report.Attempt) || epoch < 0 || epoch > state.Epochs.Length || epoch >= Epochs(state))
        {
            return null;
        }

        // An attempt that starts over reports epochs that are known already; it computes the same numbers again.
        var epochs = epoch == state.Epochs.Length
            ? state.Epochs.Add(report.Metrics)
            : state.Epochs.SetItem(epoch, report.Metrics);
        return state with { Epochs = epochs, Data = report.Data, Checkpoint = report.Checkpoint ?? state.Checkpoint };
    }

    private static TrialState? End(TrialState state, TrialEvent.AttemptEnded e)
    {
        if (!IsCurrent(state, e.End.Attempt))
        {
            return null;
        }

        switch (e.End.Outcome)
        {
            case AttemptOutcome.Completed:
                // An attempt that says it is done although epochs are missing lost reports on the way; it is tried again.
                return state.Epochs.Length == Epochs(state)
                    ? CloseAttempt(state, TrialStatus.Completed, e.At, null)
                    : CloseAttempt(state, TrialStatus.Waiting, e.At, "ended before all its epochs were reported");
            case AttemptOutcome.Diverged:
                return CloseAttempt(state, TrialStatus.Diverged, e.At, e.End.Error);
            case AttemptOutcome.HandedBack:
                return CloseAttempt(state, TrialStatus.Waiting, e.At, e.End.Error ?? "handed back by its worker");
            default:
                var failures = state.Failures + 1;
                var status = failures > state.Spec!.MaxFailures ? TrialStatus.Failed : TrialStatus.Waiting;
                return CloseAttempt(state, status, e.At, e.End.Error ?? "failed without a message") with { Failures = failures };
        }
    }

    private static TrialState? Cancel(TrialState state, TrialEvent.Cancelled e)
    {
        if (state.Status.IsFinal())
        {
            return null;
        }

        return state.Status == TrialStatus.Running
            ? CloseAttempt(state, TrialStatus.Cancelled, e.At, "cancelled")
            : state with { Status = TrialStatus.Cancelled };
    }

    private static TrialState? Retry(TrialState state) =>
        state.Status is TrialStatus.Cancelled or TrialStatus.Failed or TrialStatus.Diverged && state.Spec is not null
            ? state with { Status = TrialStatus.Waiting, Failures = 0, Error = null }
            : null;

    private static TrialState CloseAttempt(TrialState state, TrialStatus next, DateTimeOffset at, string? error)
    {
        var last = state.Attempts[^1] with { Ended = at, Error = error };
        return state with
        {
            Status = next,
            Lease = null,
            Attempts = state.Attempts.SetItem(state.Attempts.Length - 1, last),
            Error = next == TrialStatus.Completed ? null : error,
        };
    }

    private static bool IsCurrent(TrialState state, int attempt) =>
        state.Status == TrialStatus.Running && attempt == state.Attempt;

    private static int Epochs(TrialState state) => state.Spec!.Hyperparameters.Epochs;
}

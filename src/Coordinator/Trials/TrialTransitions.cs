using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Exchange;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// The trial's state machine: a pure function from a state and an event to the next state. An event that does not fit
/// (a repeat, an older attempt's, one that came too late) leaves the state as it is and is refused.
/// </summary>
/// <remarks>
/// <code>
/// Pending ──Started──▶ Waiting ──LeaseGranted──▶ Running ──AttemptEnded(completed)──▶ Completed
///                       ▲  ▲                        ├──AttemptEnded(diverged)──▶ Diverged
///                       │  ├──LeaseLost, PeerLost, handed back, data differ┤
///                       │  ├──AttemptEnded(failed)──┴──more than max_failures──▶ Failed
///                       │  └──StorageBack── Paused ◀──AttemptEnded(storage unavailable)── Running
///                       └──Promoted── AtRung ◀──AttemptEnded(at rung)── Running
/// any that is not final ──Stopped──▶ Stopped, where it is Running with the end of its attempt
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
            TrialEvent.LeaseDeclined e => Decline(state, e.Lease),
            TrialEvent.LeaseLost e => Lose(state, e),
            TrialEvent.DataFixed e => state.Content is null ? state with { Content = e.Content } : null,
            TrialEvent.Noted e => Note(state, e),
            TrialEvent.EpochDone e => Record(state, e.Report),
            TrialEvent.AttemptEnded e => IsCurrent(state, e.End.Attempt) ? AttemptEnds.Ended(state, e.End, e.At) : null,
            TrialEvent.StorageBack e => Unpause(state, e.At),
            TrialEvent.Promoted e => Promote(state, e),
            TrialEvent.Stopped e => Stop(state, e.Reason),
            TrialEvent.Cancelled e => Cancel(state, e),
            TrialEvent.Retried e => Retry(state, e.At),
            _ => throw new ArgumentException($"Unknown event {what.GetType().Name}.", nameof(what)),
        };
        return next is null ? (state, false) : (next with { Revision = state.Revision + 1 }, true);
    }

    /// <summary>
    /// Whether the newest attempt is over and <paramref name="attempt"/> is it: then its end was taken before, and its worker
    /// asks again because it did not hear so.
    /// </summary>
    public static bool HasEnded(TrialState state, int attempt) =>
        attempt == state.Attempt && attempt > 0 && state.Attempts[^1].Ended is not null;

    // A trial that was cancelled before it was started gets its spec all the same, so that it can be shown and taken up again.
    private static TrialState? Start(TrialState state, TrialEvent.Started e) =>
        state.Status == TrialStatus.Pending ? Wait(state with { Spec = e.Spec }, e.At)
        : state.Spec is null ? state with { Spec = e.Spec }
        : null;

    // A grant may be told twice, and the second time come when the trial has used the lease up and waits for another one.
    private static TrialState? Grant(TrialState state, TrialEvent.LeaseGranted e)
    {
        if (state.Status != TrialStatus.Waiting || HadLease(state, e.Lease.Id))
        {
            return null;
        }

        var attempt = new AttemptRecord(state.Attempt + 1, e.Lease.Names, e.At, null, null) { Lease = e.Lease.Id };
        return state with
        {
            Status = TrialStatus.Running,
            Lease = e.Lease,
            Token = e.Token,
            FilesToken = state.FilesToken ?? TrialToken.From(e.Token),
            Attempts = state.Attempts.Add(attempt),
        };
    }

    // The pool is about to end it: told of once more, it must not begin an attempt.
    private static TrialState? Decline(TrialState state, Guid lease) =>
        HadLease(state, lease) ? null : state with { LastLease = lease };

    // Took it or declined it.
    private static bool HadLease(TrialState state, Guid lease) =>
        state.LastLease == lease || state.Attempts.Any(attempt => attempt.Lease == lease);

    private static TrialState? Note(TrialState state, TrialEvent.Noted e) => IsCurrent(state, e.Attempt)
        ? state with { Attempts = state.Attempts.SetItem(state.Attempts.Length - 1, state.Attempts[^1] with { Note = e.Note }) }
        : null;

    private static TrialState? Lose(TrialState state, TrialEvent.LeaseLost e) => state.Lease?.Id == e.Loss.Lease
        ? AttemptEnds.Lost(state, e.Loss.Kind == LossKind.Died, e.Loss.Progress, e.At, e.Loss.Reason)
        : null;

    private static TrialState? Record(TrialState state, EpochReport report)
    {
        var epoch = report.Metrics.Epoch;
        if (!IsCurrent(state, report.Attempt) || epoch < 0 || epoch > state.Epochs.Length || epoch >= TrialRungs.Until(state))
        {
            return null;
        }

        // An attempt that goes on from an older checkpoint reports epochs that are known already; it computes the same numbers again.
        if (epoch < state.Epochs.Length)
        {
            return state with { Epochs = state.Epochs.SetItem(epoch, report.Metrics), Data = report.Data, Checkpoint = report.Checkpoint ?? state.Checkpoint };
        }

        return state with
        {
            Epochs = state.Epochs.Add(report.Metrics),
            Data = report.Data,
            Checkpoint = report.Checkpoint ?? state.Checkpoint,
            FruitlessDeaths = 0,
        };
    }

    private static TrialState? Unpause(TrialState state, DateTimeOffset at) =>
        state.Status == TrialStatus.Paused ? Wait(state with { BytesNeeded = 0 }, at) : null;

    private static TrialState? Promote(TrialState state, TrialEvent.Promoted e) =>
        state.Status == TrialStatus.AtRung && e.Rung == state.Promoted + 1 ? Wait(TakeOver(state, e.Exploit) with { Promoted = e.Rung }, e.At) : null;

    // The epochs stay its own, and so does its seed, which is the sweep's where it is no parameter.
    private static TrialState TakeOver(TrialState state, Exploit? exploit) => exploit is null ? state : state with
    {
        Spec = state.Spec! with
        {
            Parameters = exploit.Parameters,
            Hyperparameters = SweepSpec.HyperparametersOf(exploit.Parameters, state.Spec.Hyperparameters.Seed),
        },
        Lineage = state.Lineage.Add(new Descent(exploit, state.Attempt)),
    };

    private static TrialState? Stop(TrialState state, string reason) =>
        state.Status.IsFinal() || state.Stopping is not null ? null
        : state.Status == TrialStatus.Running ? state with { Stopping = reason }
        : state with { Status = TrialStatus.Stopped, Stopping = reason, Error = reason };

    private static TrialState? Cancel(TrialState state, TrialEvent.Cancelled e)
    {
        if (state.Status.IsFinal())
        {
            return null;
        }

        return state.Status == TrialStatus.Running
            ? AttemptEnds.Close(state, TrialStatus.Cancelled, e.At, "cancelled")
            : state with { Status = TrialStatus.Cancelled };
    }

    private static TrialState? Retry(TrialState state, DateTimeOffset at) =>
        state.Status is TrialStatus.Cancelled or TrialStatus.Failed or TrialStatus.Diverged && state.Spec is not null
            ? TakeUp(state with { Failures = 0, FruitlessDeaths = 0, Error = null, Stopping = null }, at)
            : null;

    private static TrialState TakeUp(TrialState state, DateTimeOffset at) =>
        TrialRungs.IsAtRung(state) ? state with { Status = TrialStatus.AtRung } : Wait(state, at);

    private static TrialState Wait(TrialState state, DateTimeOffset since) => state with { Status = TrialStatus.Waiting, WaitingSince = since };

    private static bool IsCurrent(TrialState state, int attempt) =>
        state.Status == TrialStatus.Running && attempt == state.Attempt;
}

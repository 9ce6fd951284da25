using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>What becomes of a trial when its attempt ends, one way or another: pure functions, a part of <see cref="TrialTransitions"/>.</summary>
internal static class AttemptEnds
{
    /// <summary>
    /// A trial that kills its workers must not do so for ever: after so many deaths in a row without any progress it has failed.
    /// Workers that are merely silent, or leave, do not count: those are the network's faults, or somebody's wish. Peers that lost one
    /// of an attempt's workers cannot tell silence from death: that counts.
    /// </summary>
    public const int MostFruitlessDeaths = 5;

    /// <summary>The newest attempt tells of its end.</summary>
    public static TrialState Ended(TrialState state, AttemptEnd end, DateTimeOffset at)
    {
        switch (end.Outcome)
        {
            case AttemptOutcome.Completed:
                // An attempt that says it is done although epochs are missing lost reports on the way; it is tried again.
                return state.Epochs.Length == state.Spec!.Hyperparameters.Epochs
                    ? Close(state, TrialStatus.Completed, at, null) with { WeightsSha256 = end.WeightsSha256 }
                    : Close(state, TrialStatus.Waiting, at, "ended before all its epochs were reported");
            case AttemptOutcome.AtRung:
                return TrialRungs.IsAtRung(state)
                    ? Close(state, TrialStatus.AtRung, at, null)
                    : Close(state, TrialStatus.Waiting, at, "ended before all epochs up to its rung were reported");
            case AttemptOutcome.Diverged:
                return Close(state, TrialStatus.Diverged, at, end.Error);
            case AttemptOutcome.HandedBack:
                return Close(state, TrialStatus.Waiting, at, end.Error ?? "handed back by its worker");
            case AttemptOutcome.DataDiffer:
                return Close(state, TrialStatus.Waiting, at, end.Error ?? "its worker has other images");
            case AttemptOutcome.StorageUnavailable:
                return Close(state, TrialStatus.Paused, at, end.Error ?? "its folder cannot be written") with
                {
                    BytesNeeded = end.BytesNeeded,
                };
            case AttemptOutcome.PeerLost:
                return Lost(state, died: true, end.Progress, at, end.Error ?? "one of its workers was lost");
            default:
                var failures = state.Failures + 1;
                var status = failures > state.Spec!.MaxFailures ? TrialStatus.Failed : TrialStatus.Waiting;
                return Close(state, status, at, end.Error ?? "failed without a message") with { Failures = failures };
        }
    }

    /// <summary>The newest attempt has lost a worker.</summary>
    /// <param name="state">The trial.</param>
    /// <param name="died">Whether the worker has died, or may have.</param>
    /// <param name="progress">How far the attempt was seen to get; null where that is not known.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">What happened, for people.</param>
    public static TrialState Lost(TrialState state, bool died, TrialProgress? progress, DateTimeOffset at, string reason)
    {
        var reached = progress is null ? default : new TrialPosition(progress.Epoch, progress.Step);
        var deaths = (reached > state.Furthest ? 0 : state.FruitlessDeaths) + (died ? 1 : 0);
        var next = deaths < MostFruitlessDeaths
            ? Close(state, TrialStatus.Waiting, at, reason)
            : Close(
                state, TrialStatus.Failed, at,
                $"{deaths} workers in a row died while they trained it, none after getting any further, as they do where memory runs out; "
                + $"the last: {reason}");
        return next with { Furthest = reached > state.Furthest ? reached : state.Furthest, FruitlessDeaths = deaths };
    }

    /// <summary>The newest attempt is over.</summary>
    /// <param name="state">The trial.</param>
    /// <param name="next">What becomes of the trial; Stopped where it is to stop, however the attempt ends, unless there is nothing left to stop.</param>
    /// <param name="at">When.</param>
    /// <param name="error">Why it ended early; null when it did not.</param>
    public static TrialState Close(TrialState state, TrialStatus next, DateTimeOffset at, string? error)
    {
        if (state.Stopping is { } reason && next is not (TrialStatus.Completed or TrialStatus.Diverged or TrialStatus.Cancelled))
        {
            (next, error) = (TrialStatus.Stopped, reason);
        }

        var last = state.Attempts[^1] with { Ended = at, Error = error };
        return state with
        {
            Status = next,
            WaitingSince = next == TrialStatus.Waiting ? at : state.WaitingSince,
            Lease = null,
            LastLease = state.Lease?.Id ?? state.LastLease,
            Token = null,
            Attempts = state.Attempts.SetItem(state.Attempts.Length - 1, last),
            Error = next == TrialStatus.Completed ? null : error,
        };
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>Something that happens to a trial.</summary>
internal abstract record TrialEvent
{
    /// <summary>The sweep wants the trial to run.</summary>
    internal sealed record Started(TrialSpec Spec, DateTimeOffset At) : TrialEvent;

    /// <summary>The pool granted workers: a new attempt begins.</summary>
    /// <param name="Lease">Who they are.</param>
    /// <param name="Token">The attempt's secret, by which they know each other.</param>
    /// <param name="At">When.</param>
    internal sealed record LeaseGranted(Lease Lease, string Token, DateTimeOffset At) : TrialEvent;

    /// <summary>The pool granted workers that the trial has no use for: it does not wait for any, or has had this lease already.</summary>
    internal sealed record LeaseDeclined(Guid Lease) : TrialEvent;

    /// <summary>The worker of a lease is gone.</summary>
    internal sealed record LeaseLost(LeaseLoss Loss, DateTimeOffset At) : TrialEvent;

    /// <summary>The sweep's images are known.</summary>
    internal sealed record DataFixed(DataContent Content) : TrialEvent;

    /// <summary>An attempt finished an epoch.</summary>
    internal sealed record EpochDone(EpochReport Report) : TrialEvent;

    /// <summary>An attempt has something to tell about where it begins.</summary>
    internal sealed record Noted(int Attempt, string Note) : TrialEvent;

    /// <summary>An attempt ended.</summary>
    internal sealed record AttemptEnded(AttemptEnd End, DateTimeOffset At) : TrialEvent;

    /// <summary>The trial's folder can be written again.</summary>
    internal sealed record StorageBack(DateTimeOffset At) : TrialEvent;

    /// <summary>The sweep lets the trial go on from a rung, from 1.</summary>
    /// <param name="Rung">Which.</param>
    /// <param name="At">When.</param>
    /// <param name="Exploit">What it takes over there from another trial; null: it goes on with its own.</param>
    internal sealed record Promoted(int Rung, DateTimeOffset At, Exploit? Exploit = null) : TrialEvent;

    /// <summary>The sweep ends the trial early.</summary>
    internal sealed record Stopped(string Reason) : TrialEvent;

    /// <summary>Someone ends the trial.</summary>
    internal sealed record Cancelled(DateTimeOffset At) : TrialEvent;

    /// <summary>Someone wants it tried again.</summary>
    internal sealed record Retried(DateTimeOffset At) : TrialEvent;
}

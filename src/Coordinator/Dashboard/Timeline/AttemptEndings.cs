using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Timeline;

/// <summary>Tells how attempts ended.</summary>
internal static class AttemptEndings
{
    /// <summary>
    /// The newest attempt ended as its trial did; one before it was interrupted, or else there would be none after it, unless it got to a rung.
    /// </summary>
    public static AttemptEnding Of(TrialView trial, AttemptView attempt) =>
        attempt.Ended is null ? AttemptEnding.Running
        : attempt.Number < trial.Attempt ? Between(trial, attempt)
        : trial.Status switch
        {
            TrialStatus.Completed => AttemptEnding.Completed,
            TrialStatus.Failed => AttemptEnding.Failed,
            TrialStatus.Diverged => AttemptEnding.Diverged,
            // A trial can be stopped or cancelled while it has no worker, after an attempt that was interrupted or paused.
            TrialStatus.Stopped when attempt.Error == trial.Error => AttemptEnding.Stopped,
            TrialStatus.Cancelled when attempt.Error == "cancelled" => AttemptEnding.Cancelled,
            _ => Between(trial, attempt),
        };

    private static AttemptEnding Between(TrialView trial, AttemptView attempt) =>
        trial.Rung is not null && attempt.Error is null ? AttemptEnding.Paused : AttemptEnding.Interrupted;
}

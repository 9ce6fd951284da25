using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Timeline;

/// <summary>Tells how attempts ended.</summary>
internal static class AttemptEndings
{
    /// <summary>The newest attempt ended as its trial did; one before it was interrupted, or else there would be none after it.</summary>
    public static AttemptEnding Of(TrialView trial, AttemptView attempt) =>
        attempt.Ended is null ? AttemptEnding.Running
        : attempt.Number < trial.Attempt ? AttemptEnding.Interrupted
        : trial.Status switch
        {
            TrialStatus.Completed => AttemptEnding.Completed,
            TrialStatus.Failed => AttemptEnding.Failed,
            TrialStatus.Diverged => AttemptEnding.Diverged,
            // A trial can be cancelled while it waits, after an attempt that was interrupted.
            TrialStatus.Cancelled => attempt.Error == "cancelled" ? AttemptEnding.Cancelled : AttemptEnding.Interrupted,
            _ => AttemptEnding.Interrupted,
        };
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>What becomes of an attempt whose workers' group broke, or did not form.</summary>
internal static class BrokenGroup
{
    /// <summary>
    /// The end to report; null when nobody waits for one. A worker that ended the group by itself tells the trial why, and the trial has
    /// the others stopped: its reason is worth waiting for. But where no such order comes, whatever the fault was, the trial must hear
    /// of the end from here, or it would wait for ever.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="fault">What its group threw.</param>
    /// <param name="patience">How long another worker has to tell why it ended the group.</param>
    public static AttemptEnd? EndOf(HeldAttempt attempt, CollectiveException fault, TimeSpan patience)
    {
        var isOver = fault.PeerLost
            ? attempt.Stopped.IsCancellationRequested
            : attempt.Stopped.WaitHandle.WaitOne(patience);
        var number = attempt.Assignment.Attempt;
        if (isOver)
        {
            return attempt.HandBack ? new AttemptEnd(number, AttemptOutcome.HandedBack, null) : null;
        }

        return new AttemptEnd(number, AttemptOutcome.PeerLost, fault.Message) { LostRank = fault.Peer, Progress = attempt.Progress };
    }
}

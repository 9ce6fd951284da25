using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Chaos.Recovery;

/// <summary>How far a trial was seen to be.</summary>
/// <param name="Number">The trial.</param>
/// <param name="Attempt">Its newest attempt.</param>
/// <param name="EpochsDone">Its epochs.</param>
/// <param name="Epoch">The epoch it is in; -1 while that is unknown.</param>
/// <param name="Step">The steps of that epoch that are done.</param>
internal readonly record struct TrialMark(int Number, int Attempt, int EpochsDone, int Epoch, int Step)
{
    /// <summary>Where a trial is.</summary>
    public static TrialMark Of(TrialView trial) =>
        new(trial.Number, trial.Attempt, trial.EpochsDone, trial.Progress?.Epoch ?? -1, trial.Progress?.Step ?? 0);

    /// <summary>Whether the trial has ended, was given to a worker anew, or has another epoch, since this mark.</summary>
    public bool IsPassedBy(TrialView now) => now.Status.IsFinal() || now.Attempt > Attempt || now.EpochsDone > EpochsDone;

    /// <summary>Whether the same attempt has made steps since this mark.</summary>
    public bool IsBehind(TrialView now) =>
        now.Attempt == Attempt && now.Progress is { } progress && (progress.Epoch, progress.Step).CompareTo((Epoch, Step)) > 0;
}

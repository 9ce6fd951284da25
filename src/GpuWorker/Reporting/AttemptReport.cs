using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Reporting;

/// <summary>Something that the training thread has to tell.</summary>
/// <param name="Attempt">The attempt that it is about.</param>
internal abstract record AttemptReport(HeldAttempt Attempt)
{
    /// <summary>An epoch is done.</summary>
    internal sealed record Epoch(HeldAttempt Attempt, EpochReport Report) : AttemptReport(Attempt);

    /// <summary>Something about the attempt is worth a word.</summary>
    internal sealed record Note(HeldAttempt Attempt, string Text) : AttemptReport(Attempt);

    /// <summary>The attempt has ended.</summary>
    internal sealed record End(HeldAttempt Attempt, AttemptEnd Report) : AttemptReport(Attempt);

    /// <summary>The attempt was stopped by order, so nobody has to be told; the slot becomes free.</summary>
    internal sealed record Dropped(HeldAttempt Attempt) : AttemptReport(Attempt);
}

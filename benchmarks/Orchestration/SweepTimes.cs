namespace ResNet.Distributed.Orchestration;

/// <summary>When a sweep's trials began and ended, by the coordinator's clock.</summary>
/// <param name="Trials">In the order in which they began; one at least.</param>
/// <param name="Ended">When the sweep was over.</param>
internal sealed record SweepTimes(IReadOnlyList<SweepTimes.Trial> Trials, DateTimeOffset Ended)
{
    /// <summary>When the first one began.</summary>
    public DateTimeOffset Began => Trials[0].Began;

    /// <summary>One trial.</summary>
    /// <param name="Began">When its first attempt began.</param>
    /// <param name="EpochSeconds">What its epochs took, by the worker's clock.</param>
    /// <param name="Worker">Who trained it.</param>
    internal sealed record Trial(DateTimeOffset Began, double EpochSeconds, string Worker);
}

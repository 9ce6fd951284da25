namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>One try at a trial, as it is stored.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Worker">The worker's name; those of all workers by rank where there are several.</param>
/// <param name="Started">When its lease was granted.</param>
/// <param name="Ended">When it ended; null while it runs.</param>
/// <param name="Error">Why it ended early; null when it did not.</param>
internal sealed record AttemptRecord(int Number, string Worker, DateTimeOffset Started, DateTimeOffset? Ended, string? Error)
{
    /// <summary>The lease it had; null in states that were stored before this was.</summary>
    public Guid? Lease { get; init; }

    /// <summary>W3C traceparent of the attempt's span; null where the sweep is not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>Where it began, when that is worth a word.</summary>
    public string? Note { get; init; }
}

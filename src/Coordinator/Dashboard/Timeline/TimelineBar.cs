namespace ResNet.Distributed.Coordinator.Dashboard.Timeline;

/// <summary>One attempt on one worker.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Trial">The trial's number.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Start">When its lease began.</param>
/// <param name="End">When it ended; now, while it runs.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Error">Why it ended early; null when it did not.</param>
public sealed record TimelineBar(
    string Worker, int Trial, int Attempt, DateTimeOffset Start, DateTimeOffset End, AttemptEnding Ending, string? Error)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Duration => End - Start;
}

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>How long a trial waits before its next attempt.</summary>
internal static class RetryBackoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Nothing after a lost worker, which is not the trial's fault; 1 s, 2 s, 4 s … 60 s after failures of its own.</summary>
    public static TimeSpan After(int failures) =>
        failures == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, failures - 1)));
}

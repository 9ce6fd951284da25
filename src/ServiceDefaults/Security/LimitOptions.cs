namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>How much one client address may ask; more is answered with 429. Four times as much may come at once.</summary>
public sealed class LimitOptions
{
    private const int Most = 1_000_000;

    /// <summary>GET and HEAD, per second: signed in, and the same again for who is not.</summary>
    public int ReadsPerSecond { get; set; } = 1000;

    /// <summary>All other methods, per second.</summary>
    public int WritesPerSecond { get; set; } = 50;

    /// <summary>Wrong keys, per minute. A right key is never refused for the wrong ones of others.</summary>
    public int FailedSignInsPerMinute { get; set; } = 20;

    /// <summary>What is wrong with them.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(ReadsPerSecond), ReadsPerSecond),
            (nameof(WritesPerSecond), WritesPerSecond),
            (nameof(FailedSignInsPerMinute), FailedSignInsPerMinute),
        })
        {
            if (value is < 1 or > Most)
            {
                yield return $"Security:Limits:{name}: found {value}, expected a whole number from 1 to {Most}.";
            }
        }
    }
}

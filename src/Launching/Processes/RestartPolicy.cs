using System.Collections.Immutable;

namespace ResNet.Distributed.Launching.Processes;

/// <summary>
/// When a process that died is started again: after 0.5 s, then twice as long each time up to 10 s; not after seven deaths within
/// a minute. A trial that kills its workers is given up after five, so that it does not end the cluster.
/// </summary>
/// <param name="Deaths">When it died, within the last <see cref="Window"/>, in order.</param>
/// <param name="GivesUp">Whether seven deaths within a minute are the end.</param>
public sealed record RestartPolicy(ImmutableArray<DateTimeOffset> Deaths, bool GivesUp)
{
    /// <summary>Deaths of this many within <see cref="Window"/> are the end.</summary>
    public const int DeathsToGiveUp = 7;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // Far beyond the longest delay, and far from what a time can hold.
    private const int MostDoublings = 10;

    /// <summary>A process that has not died yet.</summary>
    public static RestartPolicy Start { get; } = new([], GivesUp: true);

    /// <summary>One that is started for ever: where nobody watches, and what it needs may be away for longer than a minute.</summary>
    public static RestartPolicy Endless { get; } = new([], GivesUp: false);

    /// <summary>A death further back than this is forgotten.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before the next start; null to give up.</summary>
    public TimeSpan? Delay
    {
        get
        {
            if (GivesUp && Deaths.Length >= DeathsToGiveUp)
            {
                return null;
            }

            var delay = FirstDelay * Math.Pow(2, Math.Clamp(Deaths.Length - 1, 0, MostDoublings));
            return delay < LongestDelay ? delay : LongestDelay;
        }
    }

    /// <summary>The policy after one more death.</summary>
    public RestartPolicy Died(DateTimeOffset now) => this with { Deaths = [.. Deaths.Where(d => now - d < Window), now] };
}

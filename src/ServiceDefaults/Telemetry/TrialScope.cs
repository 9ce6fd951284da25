using System.Collections;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>What log lines about a trial carry: the keys <c>sweep</c>, <c>trial</c> and <c>attempt</c>, and the sweep's trace.</summary>
/// <param name="Sweep">The sweep's name.</param>
/// <param name="Trial">The trial's number, from 1.</param>
/// <param name="Attempt">The attempt's number; 0 before the first.</param>
public sealed record TrialScope(string Sweep, int Trial, int Attempt) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <inheritdoc/>
    public int Count => 3;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("sweep", Sweep),
        1 => new("trial", Trial),
        2 => new("attempt", Attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Puts what is logged from here on, in this flow of execution, into the scope; it ends with the disposal.</summary>
    /// <param name="logger">Any logger of the process.</param>
    /// <param name="trace">The trial's or attempt's W3C traceparent; null where there is none.</param>
    public IDisposable Begin(ILogger logger, string? trace) => new Entered(logger.BeginScope(this), AmbientTrace.Enter(trace));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"sweep:{Sweep} trial:{Trial} attempt:{Attempt}");

    private sealed class Entered(IDisposable? scope, Activity? trace) : IDisposable
    {
        public void Dispose()
        {
            trace?.Dispose();
            scope?.Dispose();
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.AppHost.Api;

/// <summary>
/// A sweep's events until it is no longer running, over as many connections as that takes. The first event of each connection
/// holds all trials, so nothing is lost between two.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="note">Takes a line when the connection breaks.</param>
internal sealed class SweepFeed(SweepClient client, Action<string> note)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>A connection that has been silent for so long may have lost its other end; a new one tells.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    public async IAsyncEnumerable<SweepEvent> FollowAsync(string sweep, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            await using var connection = new Connection(client.EventsAsync, sweep, cancellation);
            while (await connection.NextAsync() is { } next)
            {
                yield return next;
                if (next.Sweep.Status != SweepStatus.Running)
                {
                    yield break;
                }

                delay = FirstDelay;
            }

            if (connection.Failure is { } failure)
            {
                note($"The connection to the coordinator broke ({failure}); trying again in {delay.TotalSeconds:0.#} s");
            }

            await Task.Delay(delay, cancellation);
        }
    }

    /// <summary>One connection, whose breaking is an end and not an error.</summary>
    private sealed class Connection : IAsyncDisposable
    {
        private readonly CancellationToken _cancellation;
        private readonly CancellationTokenSource _silent;
        private readonly IAsyncEnumerator<SweepEvent> _events;

        public Connection(
            Func<string, CancellationToken, IAsyncEnumerable<SweepEvent>> open, string sweep, CancellationToken cancellation)
        {
            _cancellation = cancellation;
            _silent = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            _events = open(sweep, _silent.Token).GetAsyncEnumerator(CancellationToken.None);
        }

        /// <summary>Why it broke; null when it did not, or only fell silent.</summary>
        public string? Failure { get; private set; }

        /// <summary>The next event; null when there will be no more on this connection.</summary>
        public async Task<SweepEvent?> NextAsync()
        {
            _silent.CancelAfter(Silence);
            try
            {
                return await _events.MoveNextAsync() ? _events.Current : null;
            }
            catch (OperationCanceledException) when (!_cancellation.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception error) when (error is HttpRequestException or IOException or JsonException or ApiException)
            {
                Failure = error.Message;
                return null;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _events.DisposeAsync();
            _silent.Dispose();
        }
    }
}

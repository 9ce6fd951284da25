using ResNet.Distributed.Contracts.Http;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Api;

/// <summary>Waits for the API to answer.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Ends when <c>/health</c> says yes.</summary>
    /// <exception cref="LaunchException">It did not within a minute.</exception>
    public static Task WaitAsync(Uri address, CancellationToken cancellation) => WaitAsync(address, Patience, cancellation);

    /// <inheritdoc cref="WaitAsync(Uri, CancellationToken)"/>
    internal static async Task WaitAsync(Uri address, TimeSpan patience, CancellationToken cancellation)
    {
        using var client = new HttpClient(new ConnectionFaults(new SocketsHttpHandler())) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        using var timer = new PeriodicTimer(Interval);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(patience);
        try
        {
            while (!await IsHealthyAsync(client, limited.Token))
            {
                await timer.WaitForNextTickAsync(limited.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LaunchException($"{address}health did not say that it is healthy within {patience.TotalSeconds:0.#} s.");
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            using var response = await client.GetAsync("health", cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // One slow answer; the next may be quicker.
            return false;
        }
    }
}

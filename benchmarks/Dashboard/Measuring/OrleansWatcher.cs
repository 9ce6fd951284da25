namespace ResNet.Distributed.Dashboard.Measuring;

/// <summary>Somebody who has Orleans' own dashboard open: it asks for its figures every second.</summary>
internal sealed class OrleansWatcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <param name="address">The coordinator.</param>
    public OrleansWatcher(Uri address) => _watching = WatchAsync(address);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            foreach (var path in (string[])["orleans/DashboardCounters", "orleans/ClusterStats", "orleans/TopGrainMethods"])
            {
                await http.GetByteArrayAsync(path, _stop.Token);
            }
        }
        while (await second.WaitForNextTickAsync(_stop.Token));
    }
}

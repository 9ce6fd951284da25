namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>What the steady sweep gives when nobody disturbs it: run once, by the first test that asks.</summary>
internal static class CalmRun
{
    private static readonly SemaphoreSlim Once = new(1);
    private static string[]? _results;

    /// <summary>Its results, a line per trial, without times and attempts.</summary>
    public static async Task<string[]> ResultsAsync(string data)
    {
        await Once.WaitAsync();
        try
        {
            return _results ??= await RunAsync(data);
        }
        finally
        {
            Once.Release();
        }
    }

    private static async Task<string[]> RunAsync(string data)
    {
        using var cluster = await RecoveryCluster.StartAsync(StoreKind.Embedded, data);
        return await cluster.ResultsAsync();
    }
}

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>Starts several things side by side.</summary>
internal static class Together
{
    /// <summary>Ends when all have ended; when one fails, the others are cancelled, and its error is thrown once they have ended too.</summary>
    public static async Task RunAsync(CancellationToken cancellation, params Func<CancellationToken, Task>[] works)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] starting = [.. works.Select(work => work(together.Token))];
        try
        {
            await await Task.WhenAny(starting);
            await Task.WhenAll(starting);
        }
        catch
        {
            // One failed: the others have to end before everything is torn down.
            await together.CancelAsync();
            await Task.WhenAll(starting).ContinueWith(_ => { }, TaskScheduler.Default);
            throw;
        }
    }
}

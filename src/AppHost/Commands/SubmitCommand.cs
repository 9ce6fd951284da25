using ResNet.Distributed.AppHost.Checks;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary><c>submit FILE --url U</c>: gives a sweep to a cluster that is up, and follows it.</summary>
internal static class SubmitCommand
{
    public static async Task<int> RunAsync(
        string file, Uri url, string? keyFile, CommandContext context, CancellationToken cancellation)
    {
        var checks = new InputChecks();
        var spec = checks.SweepFile(file);
        var key = checks.ApiKey(keyFile);
        checks.ThrowIfAny();
        try
        {
            return await Sweeps.RunAsync(url, key, spec!.Text, outputFolder: null, context.Terminal, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            context.Terminal.Note($"Interrupted. The sweep goes on without us at {url}; the same command follows it again");
            throw;
        }
    }
}

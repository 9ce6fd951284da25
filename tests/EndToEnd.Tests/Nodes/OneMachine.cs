using ResNet.Distributed.EndToEnd.Tests.Recovery;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Nodes;

/// <summary>What a sweep gives on one machine, with the embedded store and two workers, when nobody disturbs it.</summary>
internal static class OneMachine
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Runs it.</summary>
    /// <returns>The results without times and attempts.</returns>
    public static async Task<string[]> ResultsAsync(string data, string sweep, string text)
    {
        using var folder = new TempFolder();
        using var host = AppHostProcess.Start(
            "sweep", SweepFiles.Write(folder, text), "--data", data, "--workers", "2", "--threads", "1", "--out", folder["runs"], "--port", "0");
        Assert.True(await host.ExitAsync(Limit) == 0, host.Everything);
        return Results.Read(Path.Combine(folder["runs"], sweep));
    }
}

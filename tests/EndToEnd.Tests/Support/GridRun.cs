namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>The grid sweep over two workers, run once for all that look at its results.</summary>
public sealed class GridRun(SyntheticData data) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly TempFolder _folder = new();

    /// <summary>The sweep's folder.</summary>
    public string Sweep => Path.Combine(_folder["runs"], "grid");

    /// <summary>All that the launcher wrote.</summary>
    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var (exit, apphost) = await AppHostProcess.RunAsync(
            Limit, "sweep", SweepFiles.Write(_folder, SweepFiles.Grid), "--data", data.Path, "--workers", "2", "--threads", "1",
            "--out", _folder["runs"], "--port", "0");
        using (apphost)
        {
            Output = apphost.Everything;
            Assert.True(exit == 0, Output);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

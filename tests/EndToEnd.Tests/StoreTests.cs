using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary>A real Redis in place of the embedded store.</summary>
[Collection(Clusters.Name)]
public sealed class StoreTests(SyntheticData data)
{
    [Fact]
    public async Task A_sweep_runs_on_a_real_Redis()
    {
        using var redis = await RedisServer.StartAsync();
        using var folder = new TempFolder();
        var file = SweepFiles.Write(folder, SweepFiles.Grid);
        var (exit, apphost) = await AppHostProcess.RunAsync(
            TimeSpan.FromMinutes(4), "sweep", file, "--data", data.Path, "--workers", "1", "--out", folder["runs"],
            "--port", "0", "--store", redis.Connection);
        using (apphost)
        {
            Assert.True(exit == 0, apphost.Everything);
            Assert.True(File.Exists(Path.Combine(folder["runs"], "grid/best/model.safetensors")));
        }
    }
}

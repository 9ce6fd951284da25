using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary>A real Redis in place of the embedded store.</summary>
[Collection(Clusters.Name)]
public sealed class StoreTests(SyntheticData data)
{
    [Fact]
    public async Task A_sweep_runs_on_a_real_Redis()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/redis-server"), "redis-server is not installed (Debian: apt-get install redis-server).");
        using var folder = new TempFolder();
        var port = FreePort();
        using var redis = Process.Start(new ProcessStartInfo(
            "/usr/bin/redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder.Path])
        { RedirectStandardOutput = true })!;
        try
        {
            await ReadyAsync(redis);
            var file = SweepFiles.Write(folder, SweepFiles.Grid);
            var (exit, apphost) = await AppHostProcess.RunAsync(
                TimeSpan.FromMinutes(4), "sweep", file, "--data", data.Path, "--workers", "1", "--out", folder["runs"],
                "--port", "0", "--store", $"127.0.0.1:{port}");
            using (apphost)
            {
                Assert.True(exit == 0, apphost.Everything);
                Assert.True(File.Exists(Path.Combine(folder["runs"], "grid/best/model.safetensors")));
            }
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync();
        }
    }

    private static async Task ReadyAsync(Process redis)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await redis.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("Redis ended before it was ready.");
    }

    private static string FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}

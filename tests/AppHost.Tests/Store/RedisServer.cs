using System.Diagnostics;
using System.Globalization;

namespace ResNet.Distributed.AppHost.Tests.Store;

/// <summary>A real Redis, in a folder of its own; killed when disposed.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Program = "/usr/bin/redis-server";

    private readonly Process _process;

    private RedisServer(Process process) => _process = process;

    /// <summary>Starts one on loopback; skips the test where Redis is not installed.</summary>
    public static async Task<RedisServer> StartAsync(int port, string folder)
    {
        Assert.SkipUnless(File.Exists(Program), "redis-server is not installed (Debian: apt-get install redis-server).");
        Directory.CreateDirectory(folder);
        var process = Process.Start(new ProcessStartInfo(
            Program, ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", folder])
        {
            RedirectStandardOutput = true,
        })!;
        var server = new RedisServer(process);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                return server;
            }
        }

        server.Dispose();
        throw new InvalidOperationException("Redis ended before it was ready.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

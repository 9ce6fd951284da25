using System.Diagnostics;
using System.Globalization;
using System.Net;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.OpenStore;

/// <summary>A real Redis for the length of a benchmark.</summary>
internal sealed class RedisProcess : IDisposable
{
    private readonly Process _process;

    private RedisProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts one; its files go into <paramref name="folder"/>.</summary>
    public static RedisProcess Start(string folder)
    {
        var port = new FreePorts(IPAddress.Loopback).Next();
        var process = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", Text(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder])
        { RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        return new RedisProcess(process, port);
    }

    /// <summary>Writes a grain's state, in the form in which Orleans' Redis provider reads it.</summary>
    public void WriteState(string key, byte[] json)
    {
        Cli(["HSET", key, "etag", Guid.NewGuid().ToString("N")], []);
        Cli(["-x", "HSET", key, "data"], json);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Cli(string[] command, byte[] input)
    {
        using var cli = Process.Start(new ProcessStartInfo("redis-cli", ["-p", Text(Port), .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        cli.StandardInput.BaseStream.Write(input);
        cli.StandardInput.Close();
        cli.WaitForExit();
        if (cli.ExitCode != 0)
        {
            throw new InvalidOperationException($"redis-cli {command[0]} ended with {cli.ExitCode}: {cli.StandardOutput.ReadToEnd()}");
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using Garnet;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Store;

/// <summary>
/// Garnet inside this process: what the cluster knows, in an append-only file that outlives a killed process.
/// The file is folded into a checkpoint when it has grown, and at a start after that only the rest is replayed.
/// </summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server) => _server = server;

    /// <summary>Recovers what is in <paramref name="folder"/> and listens on loopback.</summary>
    /// <exception cref="LaunchException">The store does not start, or cannot read its files.</exception>
    public static EmbeddedStore Start(int port, string folder, string logFile)
    {
        Directory.CreateDirectory(folder);
        GarnetServer? server = null;
        try
        {
            server = new GarnetServer(Arguments(port, folder, logFile));
            // Garnet copies traces to standard output, which belongs to the commands.
            foreach (var listener in Trace.Listeners.OfType<ConsoleTraceListener>().ToList())
            {
                Trace.Listeners.Remove(listener);
            }

            server.Start();
            return new EmbeddedStore(server);
        }
        catch (Exception error)
        {
            server?.Dispose(deleteDir: false);
            throw new LaunchException(
                $"The embedded store did not start: {error.Message} Its state is in {folder}, its log in {logFile}. "
                + "If the state is damaged, move that folder away: finished results stay, unfinished sweeps start anew.",
                error);
        }
    }

    public void Dispose() => _server.Dispose(deleteDir: false);

    private static string[] Arguments(int port, string folder, string logFile) =>
    [
        "--port", port.ToString(CultureInfo.InvariantCulture),
        "--bind", "127.0.0.1",
        "-q",
        "--disable-console-logger",
        "--file-logger", logFile,
        "--logger-level", "Warning",
        // Orleans' membership table changes rows by Lua scripts.
        "--lua",
        // The native device wants libaio, which not every system has.
        "--device-type", "RandomAccess",
        "--checkpointdir", folder,
        "--recover",
        "--fail-on-recovery-error",
        "--aof",
        "--aof-commit-freq", "0",
        // An answered write is in the file, at 0.2 ms a write.
        "--aof-commit-wait",
        "--aof-size-limit", "64m",
        "--aof-segment-size", "32m",
        // What has expired is given up though nobody asks for it any more.
        "--expired-key-deletion-scan-freq", "60",
        "--memory", "256m",
        "--page", "4m",
        "--segment", "64m",
        "--index", "8m",
        "--aof-memory", "32m",
        "--aof-page-size", "8m",
    ];
}

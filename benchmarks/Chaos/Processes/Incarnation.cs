using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ResNet.Distributed.Chaos.Processes;

/// <summary>One run of a node's program, in the node's namespace.</summary>
internal sealed class Incarnation : IDisposable
{
    private readonly Process _process;

    private Incarnation(Process process) => _process = process;

    /// <summary>The program's own: what it is started through replaces itself by it.</summary>
    public int Pid => _process.Id;

    /// <summary>Whether the harness has ended it.</summary>
    public bool Expected { get; set; }

    /// <summary>Starts the program.</summary>
    /// <exception cref="ChaosException">It cannot be started.</exception>
    public static async Task<Incarnation> StartAsync(NodeSpec spec, NodeLog log)
    {
        var start = new ProcessStartInfo(
            "nsenter",
            [$"--net=/run/netns/{spec.Address.Namespace}", "--", "setpriv", "--pdeathsig", "KILL", "--", spec.Program, .. spec.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (DotnetRoot() is { } root)
        {
            start.Environment["DOTNET_ROOT"] = root;
        }

        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var process = await Spawner.StartAsync(start);
        process.OutputDataReceived += (_, line) => log.Write(line.Data);
        process.ErrorDataReceived += (_, line) => log.Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Incarnation(process);
    }

    /// <summary>Sends a signal, unless it has ended.</summary>
    public void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(Pid, signal);
        }
    }

    /// <summary>The exit code, when it has ended; 128 + the signal for one that was killed.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellation = default)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public void Dispose() => _process.Dispose();

    // For executables that would look for another .NET than the one that runs this.
    private static string? DotnetRoot()
    {
        var runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        return File.Exists(Path.Combine(root, "dotnet")) ? root : null;
    }
}

using System.Diagnostics;

namespace ResNet.Distributed.Launching.Processes;

/// <summary>
/// One run of a program whose standard input we hold and never write to: when we die, the kernel closes it, and the child ends
/// (<c>ParentWatch</c>). PR_SET_PDEATHSIG would not do, because it follows the thread that started the child.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Task _output;

    private ChildProcess(Process process, Task output) => (_process, _output) = (process, output);

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program, in our own working directory.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="environment">On top of our own.</param>
    /// <param name="arguments">The program's own.</param>
    /// <param name="onOutput">Takes each line of standard output.</param>
    /// <param name="onError">Takes each line of standard error; null leaves it connected to ours.</param>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public static ChildProcess Start(
        ProgramFile program,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> arguments,
        Action<string> onOutput,
        Action<string>? onError)
    {
        var start = new ProcessStartInfo(program.Path, program.Arguments.Concat(arguments))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = onError is not null,
            UseShellExecute = false,
        };
        if (ProgramFile.DotnetRoot() is { } root)
        {
            start.Environment["DOTNET_ROOT"] = root;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = StartProcess(start);
        var output = ForwardAsync(process.StandardOutput, onOutput);
        var error = onError is null ? Task.CompletedTask : ForwardAsync(process.StandardError, onError);
        return new ChildProcess(process, Task.WhenAll(output, error));
    }

    /// <summary>The exit code, when it has ended and its last lines have been taken. A killed process has 128 + the signal.</summary>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        // A grandchild may hold the pipes open for longer.
        await Task.WhenAny(_output, Task.Delay(OutputPatience));
        return _process.ExitCode;
    }

    /// <summary>Asks it to end.</summary>
    public void Terminate()
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process.Id);
        }
    }

    /// <summary>Ends it.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    /// <summary>Closes its standard input, as the kernel does when we are killed.</summary>
    internal void CloseInput() => _process.StandardInput.Close();

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static Process StartProcess(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new LaunchException($"{start.FileName} cannot be started: {error.Message}.", error);
        }
    }

    private static async Task ForwardAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            onLine(line);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>AppHost, started as a user would start it, with its output caught. Killed with its whole tree when disposed.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<int> _seen = [];

    private AppHostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Both outputs, for a message.</summary>
    public string Everything => $"--- standard output\n{Output}--- standard error\n{Errors}";

    /// <summary>Starts AppHost with these arguments.</summary>
    public static AppHostProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Starts AppHost with these arguments, and these variables on top of our own.</summary>
    public static AppHostProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var info = new ProcessStartInfo(Repository.Executable("AppHost"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // oneDNN rounds differently on CPUs with wider vectors: PyTorch itself misses its own trace from another CPU by more than the
        // tolerances. With this instruction set, which every x64 server has, results do not depend on the machine.
        info.Environment["ONEDNN_MAX_CPU_ISA"] = "AVX2";
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return new AppHostProcess(new Process { StartInfo = info });
    }

    /// <summary>Runs AppHost to its end.</summary>
    public static async Task<(int ExitCode, AppHostProcess Process)> RunAsync(TimeSpan limit, params string[] arguments)
    {
        var process = Start(arguments);
        try
        {
            return (await process.ExitAsync(limit), process);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"AppHost did not end within {limit.TotalSeconds} s.\n{Everything}");
        }
    }

    /// <summary>Waits until what was written so far satisfies the condition.</summary>
    public async Task WaitForAsync(Func<AppHostProcess, bool> condition, TimeSpan limit, string what)
    {
        using var deadline = new CancellationTokenSource(limit);
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                grown = _grown.Task;
            }

            if (condition(this))
            {
                return;
            }

            Assert.False(_process.HasExited && grown == _grown.Task, $"AppHost ended before {what}.\n{Everything}");
            try
            {
                await grown.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}.\n{Everything}");
            }
        }
    }

    /// <summary>Sends a signal to AppHost alone.</summary>
    public void Signal(int signal) => Kill(Id, signal);

    /// <summary>The processes that AppHost started and that run now, with their command lines.</summary>
    public IReadOnlyDictionary<int, string> Children()
    {
        var children = ProcessTree.Descendants(Id).ToDictionary(pid => pid, ProcessTree.CommandLine);
        lock (_lock)
        {
            _seen.UnionWith(children.Keys);
        }

        return children;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Children();
            Signal(9);
            _process.WaitForExit();
        }

        foreach (var pid in _seen.Where(ProcessTree.IsAlive))
        {
            Kill(pid, 9);
        }

        _process.Dispose();
    }

    /// <summary>kill(2).</summary>
    public static void Kill(int pid, int signal)
    {
        if (SysKill(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error && error != NoSuchProcess)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"kill({pid}, {signal}) failed with errno {error}."));
        }
    }

    private const int NoSuchProcess = 3;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SysKill(int pid, int signal);

    private string Read(StringBuilder text)
    {
        lock (_lock)
        {
            return text.ToString();
        }
    }

    private void Append(StringBuilder text, string? line)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            if (line is not null)
            {
                text.Append(line).Append('\n');
            }

            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        grown.SetResult();
    }
}

using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Launching.Processes;

/// <summary>Keeps one process running: starts it again when it dies, and gives up when that does not help.</summary>
public sealed class Supervisor(ProcessSpec spec, ProcessLog log, Action<string> note, TimeProvider time, RestartPolicy? restarts = null)
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    // Disposed of only after it has left this field.
    private ChildProcess? _child;
    private Task _running = Task.CompletedTask;

    /// <summary>What people call the process.</summary>
    public string Name => spec.Name;

    /// <summary>Ends when the process was stopped; faults when it was given up or was given bad input.</summary>
    public Task Running => _running;

    /// <summary>Starts the process, and keeps at it in the background.</summary>
    public Task Start() => _running = Task.Run(KeepRunningAsync);

    /// <summary>Starts the process no more, should it end by itself: a Ctrl-C reaches the children too.</summary>
    public void Retire() => _stopping.Cancel();

    /// <summary>Asks the process to end, and starts it no more. <see cref="Running"/> ends with it.</summary>
    public void Stop()
    {
        Retire();
        lock (_lock)
        {
            _child?.Terminate();
        }
    }

    /// <summary>Ends the process at once.</summary>
    public void Kill()
    {
        Retire();
        lock (_lock)
        {
            _child?.Kill();
        }
    }

    private async Task KeepRunningAsync()
    {
        var policy = restarts ?? RestartPolicy.Start;
        while (!_stopping.IsCancellationRequested)
        {
            var exitCode = await RunOnceAsync();
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            if (exitCode == ExitCode.BadInput)
            {
                throw new InputException($"{spec.Name} was refused its input:\n{log.Tail}");
            }

            policy = policy.Died(time.GetUtcNow());
            await WaitForRestartAsync(exitCode, policy.Delay ?? throw GivenUp(exitCode));
        }
    }

    private async Task<int> RunOnceAsync()
    {
        using var child = ChildProcess.Start(spec.Program, spec.Environment, [], log.Write, log.Write);
        lock (_lock)
        {
            _child = child;
        }

        try
        {
            if (_stopping.IsCancellationRequested)
            {
                child.Terminate();
            }

            return await child.WaitAsync();
        }
        finally
        {
            lock (_lock)
            {
                _child = null;
            }
        }
    }

    private async Task WaitForRestartAsync(int exitCode, TimeSpan delay)
    {
        note($"{spec.Name} ended with exit code {exitCode}; starting it again in {delay.TotalSeconds:0.#} s");
        try
        {
            await Task.Delay(delay, time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped while waiting: the loop ends by itself.
        }
    }

    private LaunchException GivenUp(int exitCode) => new(
        $"{spec.Name} died {RestartPolicy.DeathsToGiveUp} times within {RestartPolicy.Window.TotalSeconds:0} s and is given up "
        + $"(exit code {exitCode}). Its last lines:\n{log.Tail}\nThe whole log: {log.Path}");
}

using System.Collections.Immutable;
using System.Globalization;

namespace ResNet.Distributed.Chaos.Processes;

/// <summary>One node, kept running: an incarnation that ends, for whatever reason, is followed by the next a second later.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly NodeSpec _spec;
    private readonly NodeLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private ImmutableArray<NodeExit> _exits = [];
    private Incarnation? _current;
    private Task _running = Task.CompletedTask;

    /// <param name="spec">What to run.</param>
    /// <param name="logFolder">Where its log goes.</param>
    /// <param name="time">For the wait between incarnations.</param>
    public Node(NodeSpec spec, string logFolder, TimeProvider time)
    {
        (_spec, _time) = (spec, time);
        _log = new NodeLog(Path.Combine(logFolder, spec.Name + ".log"));
    }

    /// <summary>What people call it.</summary>
    public string Name => _spec.Name;

    /// <summary>Faults when the program cannot be started.</summary>
    public Task Running => _running;

    /// <summary>The ends of all incarnations so far.</summary>
    public ImmutableArray<NodeExit> Exits
    {
        get
        {
            lock (_lock)
            {
                return _exits;
            }
        }
    }

    private Incarnation? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>Starts it, and keeps at it in the background.</summary>
    public void Start() => _running = Task.Run(KeepRunningAsync);

    /// <summary>Ends the present incarnation by SIGKILL.</summary>
    public void Kill() => End(Signals.Kill);

    /// <summary>Stops every thread of the present incarnation where it is.</summary>
    /// <returns>Lets that same incarnation go on; a later one is left alone.</returns>
    public Action Freeze()
    {
        var frozen = Current;
        frozen?.Signal(Signals.Stop);
        return () =>
        {
            if (frozen is not null && Current == frozen)
            {
                frozen.Signal(Signals.Continue);
            }
        };
    }

    /// <summary>Asks the present incarnation to end, as an orchestrator does before it kills.</summary>
    /// <param name="limit">After this it is killed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its exit code; null when it had to be killed, or was not running.</returns>
    public async Task<int?> TerminateAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var asked = End(Signals.Terminate);
        if (asked is null)
        {
            return null;
        }

        try
        {
            return await asked.ExitAsync(cancellation).WaitAsync(limit, _time, cancellation);
        }
        catch (TimeoutException)
        {
            asked.Signal(Signals.Kill);
            return null;
        }
    }

    /// <summary>Ends it for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Kill();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _log.Dispose();
        _stopping.Dispose();
    }

    private Incarnation? End(int signal)
    {
        var current = Current;
        if (current is not null)
        {
            current.Expected = true;
            current.Signal(signal);
        }

        return current;
    }

    private async Task KeepRunningAsync()
    {
        for (var number = 1; !_stopping.IsCancellationRequested; number++)
        {
            await RunOnceAsync(number);
            await Task.Delay(RestartDelay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // An incarnation is not disposed of: a fault may still hold it, and a process that has ended costs nothing.
    private async Task RunOnceAsync(int number)
    {
        var incarnation = await Incarnation.StartAsync(_spec, _log);
        Mark($"incarnation {number.ToString(CultureInfo.InvariantCulture)}, process {incarnation.Pid.ToString(CultureInfo.InvariantCulture)}");
        lock (_lock)
        {
            _current = incarnation;
        }

        if (_stopping.IsCancellationRequested)
        {
            Kill();
        }

        var code = await incarnation.ExitAsync();
        Mark($"ended with {code.ToString(CultureInfo.InvariantCulture)}");
        lock (_lock)
        {
            _current = null;
            _exits = _exits.Add(new NodeExit(Name, number, code, _time.GetUtcNow(), incarnation.Expected, _log.Tail));
        }
    }

    private void Mark(string what) =>
        _log.Write(string.Create(CultureInfo.InvariantCulture, $"=== {_time.GetLocalNow():HH:mm:ss.fff} {Name}: {what}"));
}

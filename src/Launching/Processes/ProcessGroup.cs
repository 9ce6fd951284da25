namespace ResNet.Distributed.Launching.Processes;

/// <summary>The cluster's processes, kept running together and ended together.</summary>
/// <param name="logFolder">One file per process.</param>
/// <param name="show">Takes the name of a process and each line of it.</param>
/// <param name="note">Takes what there is to say about the processes.</param>
/// <param name="time">For the waits between restarts.</param>
public sealed class ProcessGroup(string logFolder, Action<string, string> show, Action<string> note, TimeProvider time)
{
    /// <summary>Workers go first, so that the coordinator hears their goodbyes; then it is asked too.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(4);

    private readonly List<Member> _members = [];
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private volatile bool _stopping;

    /// <summary>From the first request to end, to the end of what is left.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>When a process that dies is started again.</summary>
    public RestartPolicy Restarts { get; init; } = RestartPolicy.Start;

    /// <summary>Starts one more process.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="stopLast">Whether it is needed by the others while they stop.</param>
    public void Start(ProcessSpec spec, bool stopLast)
    {
        var log = new ProcessLog(spec.Name, logFolder, ShowLine);
        var process = new Supervisor(spec, log, note, time, Restarts);
        lock (_lock)
        {
            _members.Add(new Member(process, log, stopLast));
        }

        _ = ReportFailureAsync(process.Start());
    }

    /// <summary>Does <paramref name="work"/> until it ends or a process is given up, whose error is then thrown.</summary>
    public async Task<T> WhileRunningAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var working = work(failing.Token);
        if (await Task.WhenAny(working, _failure.Task) == working)
        {
            return await working;
        }

        await failing.CancelAsync();
        await working.ContinueWith(_ => { }, TaskScheduler.Default);
        await _failure.Task;
        throw new InvalidOperationException("A failure always throws.");
    }

    /// <summary>Ends every process at once.</summary>
    public void Kill() => Members().ForEach(m => m.Process.Kill());

    /// <summary>Ends every process, politely first.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        var members = Members();
        var early = members.FindAll(m => !m.StopLast);
        var deadline = Task.Delay(Patience);
        members.ForEach(m => m.Process.Retire());
        early.ForEach(m => m.Process.Stop());
        await Task.WhenAny(AllEndedAsync(early), Task.Delay(HeadStart));
        members.ForEach(m => m.Process.Stop());
        if (await Task.WhenAny(AllEndedAsync(members), deadline) == deadline)
        {
            members.ForEach(m => m.Process.Kill());
            await AllEndedAsync(members);
        }

        members.ForEach(m => m.Log.Dispose());
    }

    // Silos that lose each other while they stop complain at length. Nobody needs that on the screen; it stays in the log files.
    private void ShowLine(string process, string line)
    {
        if (!_stopping)
        {
            show(process, line);
        }
    }

    private async Task ReportFailureAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (Exception error)
        {
            _failure.TrySetException(error);
        }
    }

    /// <summary>Ends when all have ended; how they ended has been reported already.</summary>
    private static Task AllEndedAsync(IEnumerable<Member> members) =>
        Task.WhenAll(members.Select(m => m.Process.Running)).ContinueWith(_ => { }, TaskScheduler.Default);

    private List<Member> Members()
    {
        lock (_lock)
        {
            return [.. _members];
        }
    }

    private sealed record Member(Supervisor Process, ProcessLog Log, bool StopLast);
}

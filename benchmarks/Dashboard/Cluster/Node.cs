using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.Dashboard.Cluster;

/// <summary>A process of the cluster, with a log of its own. It ends with us.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ChildProcess _process;
    private readonly ProcessLog _log;
    private readonly Task<int> _running;

    private Node(ChildProcess process, ProcessLog log) => (_process, _log, _running) = (process, log, process.WaitAsync());

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Fails when it has ended.</summary>
    public void ThrowIfEnded()
    {
        if (_running.IsCompleted)
        {
            throw new TimeoutException($"A process of the cluster ended with exit code {_running.Result}:\n{_log.Tail}");
        }
    }

    /// <summary>Starts a program.</summary>
    public static Node Start(string name, string project, string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var log = new ProcessLog(name, folder, (_, _) => { });
        var program = ProgramFile.Find(project, AppContext.BaseDirectory);
        return new Node(ChildProcess.Start(program, environment, arguments, log.Write, log.Write), log);
    }

    /// <summary>Lets it end in good order, or kills it when that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Terminate();
        if (await Task.WhenAny(_running, Task.Delay(Patience)) != _running)
        {
            _process.Kill();
        }

        await _running;
        _process.Dispose();
        _log.Dispose();
    }
}

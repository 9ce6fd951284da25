using Microsoft.Extensions.DependencyInjection;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>One process among Aspire's resources: its lines, and what to do when it dies.</summary>
internal sealed class WatchedNode : IAsyncDisposable
{
    private readonly ClusterResource _node;
    private readonly DistributedApplication _application;
    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _fail;
    private readonly ProcessLog _log;
    private readonly CancellationTokenSource _retired = new();
    private readonly CancellationTokenSource _disposed = new();
    private RestartPolicy _policy = RestartPolicy.Start;
    private Task _following = Task.CompletedTask;
    private Task _restarting = Task.CompletedTask;
    private string? _id;
    private NodeLife _life = NodeLife.NotYet;
    private volatile bool _hasLived;

    public WatchedNode(
        ClusterResource node,
        DistributedApplication application,
        string logFolder,
        Terminal terminal,
        TimeProvider time,
        Action<Exception> fail)
    {
        (_node, _application, _terminal, _time, _fail) = (node, application, terminal, time, fail);
        _log = new ProcessLog(node.Name, logFolder, ShowLine);
    }

    /// <summary>What the process is.</summary>
    public ResourceKind Kind => _node.Kind;

    /// <summary>Takes one change of the resource's state; one at a time.</summary>
    public void See(ResourceEvent change)
    {
        if (_id is null)
        {
            _id = change.ResourceId;
            _following = FollowAsync(change.ResourceId, _disposed.Token);
        }

        var (life, died) = _life.After(change.Snapshot.State?.Text);
        _life = life;
        _hasLived |= life == NodeLife.Alive;
        if (died && !_retired.IsCancellationRequested)
        {
            _restarting = RestartAsync(change.ResourceId, change.Snapshot.ExitCode);
        }
    }

    /// <summary>From now on it may end.</summary>
    public void Retire() => _retired.Cancel();

    /// <summary>Asks the process to end; ends with it.</summary>
    public Task StopAsync() => _id is { } id && _life == NodeLife.Alive
        ? _application.ResourceCommands.ExecuteCommandAsync(id, KnownResourceCommands.StopCommand)
        : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _retired.CancelAsync();
        await _disposed.CancelAsync();
        await Task.WhenAll(_restarting, _following);
        _log.Dispose();
        _retired.Dispose();
        _disposed.Dispose();
    }

    private async Task FollowAsync(string id, CancellationToken cancellation)
    {
        try
        {
            var logs = _application.Services.GetRequiredService<ResourceLoggerService>();
            await foreach (var lines in logs.WatchAsync(id).WithCancellation(cancellation))
            {
                foreach (var line in lines)
                {
                    _log.Write(AspireLogLine.OwnWords(line.Content));
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task RestartAsync(string id, int? exitCode)
    {
        if (exitCode == ExitCode.BadInput)
        {
            _fail(new InputException($"{_node.Name} was refused its input:\n{_log.Tail}"));
            return;
        }

        _policy = _policy.Died(_time.GetUtcNow());
        if (_policy.Delay is not { } delay)
        {
            _fail(new LaunchException(
                $"{_node.Name} died {RestartPolicy.DeathsToGiveUp} times within {RestartPolicy.Window.TotalSeconds:0} s and is given up. "
                + $"Its last lines:\n{_log.Tail}\nThe whole log: {_log.Path}"));
            return;
        }

        _terminal.Note($"{_node.Name} ended with exit code {exitCode}; starting it again in {delay.TotalSeconds:0.#} s");
        try
        {
            await Task.Delay(delay, _time, _retired.Token);
            await _application.ResourceCommands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, _retired.Token);
        }
        catch (OperationCanceledException) when (_retired.IsCancellationRequested)
        {
            // Stopped while waiting.
        }
    }

    // Before the process lives, Aspire tells what it waits for; and silos that lose each other while they stop complain at length.
    // Nobody needs that on the screen; it stays in the log files.
    private void ShowLine(string process, string line)
    {
        if (_hasLived && !_retired.IsCancellationRequested && !line.StartsWith(AspireLogLine.System, StringComparison.Ordinal))
        {
            _terminal.ProcessLine(process, line);
        }
    }
}

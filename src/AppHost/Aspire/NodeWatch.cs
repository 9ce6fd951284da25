using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Output;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>
/// Does what Aspire leaves to people: shows the processes' lines here as well as in its dashboard, and starts a process that died
/// again, as the built-in launcher does.
/// </summary>
internal sealed class NodeWatch : IAsyncDisposable
{
    private readonly DistributedApplication _application;
    private readonly Dictionary<string, WatchedNode> _nodes;
    private readonly CancellationTokenSource _failed = new();
    private readonly CancellationTokenSource _ended = new();
    private Task _watching = Task.CompletedTask;
    private Exception? _failure;

    /// <param name="application">Not started yet.</param>
    /// <param name="resources">The cluster's parts.</param>
    /// <param name="logFolder">One file per process.</param>
    /// <param name="terminal">Where their lines go.</param>
    /// <param name="time">For the waits between restarts.</param>
    public NodeWatch(
        DistributedApplication application, ClusterResources resources, string logFolder, Terminal terminal, TimeProvider time)
    {
        _application = application;
        _nodes = resources.Nodes.ToDictionary(
            node => node.Name, node => new WatchedNode(node, application, logFolder, terminal, time, Fail), StringComparer.Ordinal);
    }

    /// <summary>Cancelled when the cluster cannot go on: then <see cref="Failure"/> says why.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>The first one.</summary>
    public Exception? Failure => _failure;

    /// <summary>Begins; before the application starts, so that nothing is missed.</summary>
    public void Start() => _watching = WatchAsync(_ended.Token);

    /// <summary>The cluster cannot go on.</summary>
    public void Fail(Exception error)
    {
        if (Interlocked.CompareExchange(ref _failure, error, null) is null)
        {
            _ = _failed.CancelAsync();
        }
    }

    /// <summary>From now on all may end: nothing is started again, and what they say stays in their files.</summary>
    public void Retire()
    {
        foreach (var node in _nodes.Values)
        {
            node.Retire();
        }
    }

    /// <summary>Asks the nodes of one kind to end; ends with the last of them.</summary>
    public Task StopAsync(ResourceKind kind) =>
        Task.WhenAll(_nodes.Values.Where(node => node.Kind == kind).Select(node => node.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        _ended.Dispose();
        _failed.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var change in _application.ResourceNotifications.WatchAsync(cancellation))
            {
                if (_nodes.TryGetValue(change.Resource.Name, out var node))
                {
                    node.See(change);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }
}

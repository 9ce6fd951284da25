using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Contracts.Grains;

/// <summary>Who is alive, what is leased, who waits. There is one: key <see cref="Key"/>.</summary>
/// <remarks>The pool keeps nothing on disk: after a restart, heartbeats and claims tell it everything again.</remarks>
[Alias("resnet.pool")]
public interface IWorkerPoolGrain : IGrainWithStringKey
{
    /// <summary>The one pool's key.</summary>
    const string Key = "pool";

    /// <summary>A worker is alive and holds what it says.</summary>
    [Alias("heartbeat")]
    Task<HeartbeatAnswer> HeartbeatAsync(WorkerHeartbeat heartbeat);

    /// <summary>A worker leaves; its lease, if any, is lost at once.</summary>
    [Alias("leave")]
    Task LeaveAsync(WorkerId worker);

    /// <summary>
    /// A trial wants a worker; asking twice does no harm. First come, first served, but trials that were interrupted come before
    /// those that have not begun: what was begun is ended first.
    /// </summary>
    /// <param name="trial">Who wants it.</param>
    /// <param name="begun">Whether it has had a worker before.</param>
    [Alias("request")]
    Task RequestAsync(TrialId trial, bool begun);

    /// <summary>A trial has this lease, says the trial. After a restart of the pool this is news, otherwise it does nothing.</summary>
    [Alias("claim")]
    Task ClaimAsync(Lease lease);

    /// <summary>A trial wants nothing: whatever it holds or waits for is given up.</summary>
    [Alias("release")]
    Task ReleaseAsync(TrialId trial);

    /// <summary>All workers, by name.</summary>
    [Alias("workers")]
    Task<ImmutableArray<WorkerView>> GetWorkersAsync();

    /// <summary>What the workers of one sweep's trials are doing, by the trial's number.</summary>
    [Alias("progress")]
    Task<ImmutableDictionary<int, TrialProgress>> GetProgressAsync(string sweep);
}

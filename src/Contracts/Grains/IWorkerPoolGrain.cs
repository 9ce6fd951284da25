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
    /// A trial wants workers, all at once; asking twice does no harm. Sweeps of the highest priority come first, among equals the one that has
    /// had least worker time. Within a sweep first come, first served, but trials that were interrupted come before those that have not
    /// begun: what was begun is ended first. Nobody overtakes a trial that waits for several workers, unless it wants more than there are.
    /// </summary>
    [Alias("request")]
    Task RequestAsync(WorkerRequest request);

    /// <summary>A trial has this lease, says the trial. After a restart of the pool this is news, otherwise it does nothing.</summary>
    [Alias("claim")]
    Task ClaimAsync(Lease lease);

    /// <summary>A trial gives up a lease, or all that it holds and waits for.</summary>
    /// <param name="trial">Which trial.</param>
    /// <param name="lease">
    /// The lease; one that the trial does not hold any more is nothing to give up, and its place in the queue stays. Null: all, it wants
    /// nothing.
    /// </param>
    /// <param name="doubted">
    /// A worker that its peers have lost; null: none. It is given to nobody before it is heard of again.
    /// </param>
    [Alias("release")]
    Task ReleaseAsync(TrialId trial, Guid? lease, WorkerId? doubted);

    /// <summary>All workers that hand out their trials' files.</summary>
    [Alias("file-hosts")]
    Task<ImmutableArray<FileHost>> GetFileHostsAsync();

    /// <summary>All workers, by name.</summary>
    [Alias("workers")]
    Task<ImmutableArray<WorkerView>> GetWorkersAsync();

    /// <summary>What the workers of one sweep's trials are doing, by the trial's number.</summary>
    [Alias("progress")]
    Task<ImmutableDictionary<int, TrialProgress>> GetProgressAsync(string sweep);
}

using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>What a trial asks the pool for, says that it has, and gives back.</summary>
/// <param name="trial">The trial.</param>
/// <param name="pool">The pool.</param>
internal sealed class TrialLeases(LiveTrial trial, IWorkerPoolGrain pool)
{
    private TrialState State => trial.State;

    /// <summary>Asks for workers, and gives up the last lease that has ended.</summary>
    public Task RequestAsync() => pool.RequestAsync(new WorkerRequest(trial.Id, State.Spec!.WorldSizes)
    {
        Begun = State.Attempt > 0,
        Priority = State.Spec.Priority,
        Ended = State.LastLease,
        Data = State.Content,
    });

    /// <summary>Says that a running trial has its lease.</summary>
    public Task ClaimAsync() => pool.ClaimAsync(State.Lease!);

    /// <summary>Takes no attempt from a lease that was granted.</summary>
    public async Task DeclineAsync(Guid lease)
    {
        // Nothing but this one: what the trial asks for meanwhile may be granted before the pool hears of this.
        trial.Apply(new TrialEvent.LeaseDeclined(lease));
        await trial.SaveAsync();
        await pool.ReleaseAsync(trial.Id, lease, null);
    }

    /// <summary>
    /// Gives a lease back, once its end is saved. Each of an attempt's workers tells of its end, and the last one may do so when the next lease has
    /// been given: a trial that goes on gives up no more than the one that has ended.
    /// </summary>
    /// <param name="lease">The lease that has ended; null where there was none.</param>
    /// <param name="doubted">A worker that has to be heard of before it is given to anyone; null: none.</param>
    public async Task GiveBackAsync(Guid? lease, WorkerId? doubted)
    {
        await trial.SaveAsync();
        if (State.Status == TrialStatus.AtRung)
        {
            // Before its workers are free: the sweep may have a trial for them that comes before those that wait.
            await trial.TellAsync();
        }

        // One that is over wants nothing else either.
        if (State.Status.IsFinal() || lease is not null)
        {
            await pool.ReleaseAsync(trial.Id, State.Status.IsFinal() ? null : lease, doubted);
        }
    }
}

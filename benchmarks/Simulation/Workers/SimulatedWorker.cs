using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Simulation.Training;

namespace ResNet.Distributed.Simulation.Workers;

/// <summary>A worker without a device: one place for an attempt, and a heartbeat every second and at every change.</summary>
internal sealed class SimulatedWorker(WorkerId id, SimulationOptions options, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // The pool may give the worker away a moment before it knows that its last report was taken.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly WorkerInfo _info = new() { Id = id, Host = Environment.MachineName, Device = "simulated", Data = "synthetic" };
    private SimulatedAttempt? _held;
    private Assignment? _last;
    private TaskCompletionSource _changed = NewSource();

    private IWorkerPoolGrain Pool => grains.WorkerPool();

    /// <summary>Takes an attempt, at once or when the one before has ended.</summary>
    /// <returns>False when it is busy.</returns>
    public async Task<bool> StartAsync(Assignment assignment)
    {
        var deadline = time.GetTimestamp();
        while (true)
        {
            Task? busy = null;
            lock (_lock)
            {
                if (Is(_held?.Assignment, assignment) || Is(_last, assignment))
                {
                    return true;
                }

                if (_held is null)
                {
                    Hold(assignment);
                    return true;
                }

                busy = _changed.Task;
            }

            var left = Patience - time.GetElapsedTime(deadline);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await busy.WaitAsync(left, time).ConfigureAwait(
                ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends an attempt, if it is this one that is held.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="attempt">Its attempt's number.</param>
    /// <param name="handBack">Whether it says so; otherwise nobody wants to hear of it.</param>
    public void Stop(TrialId trial, int attempt, bool handBack)
    {
        lock (_lock)
        {
            if (_held is { } held && held.Assignment.Trial.Id == trial && held.Assignment.Attempt == attempt)
            {
                if (handBack)
                {
                    held.HandBack();
                }
                else
                {
                    held.Stop();
                }
            }
        }
    }

    /// <summary>Tells the pool that the worker lives and what it holds, until it is stopped; then says goodbye.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (held, changed) = Look();
            await TellAsync(async () =>
            {
                if (await Pool.HeartbeatAsync(new WorkerHeartbeat(_info, held?.Describe(), false)) == HeartbeatAnswer.StopAttempt)
                {
                    held?.Stop();
                }
            });
            await changed.WaitAsync(Period, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Look().Held?.Stop();
        await TellAsync(() => Pool.LeaveAsync(id));
    }

    private static bool Is(Assignment? mine, Assignment other) => mine is not null && mine.Lease.Id == other.Lease.Id;

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (SimulatedAttempt? Held, Task Changed) Look()
    {
        lock (_lock)
        {
            return (_held, _changed.Task);
        }
    }

    // The lock is held.
    private void Hold(Assignment assignment)
    {
        var attempt = _held = new SimulatedAttempt(assignment, options, grains, time);
        attempt.Begin();
        attempt.Ended.ContinueWith(_ => Empty(), TaskScheduler.Default);
        SignalChange();
    }

    private void Empty()
    {
        lock (_lock)
        {
            (_last, _held) = (_held!.Assignment, null);
            SignalChange();
        }
    }

    private void SignalChange()
    {
        var source = _changed;
        _changed = NewSource();
        source.SetResult();
    }

    private async Task TellAsync(Func<Task> tell)
    {
        try
        {
            await tell().WaitAsync(Patience, time);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            // The next heartbeat tells it again; after a goodbye that nobody heard, the pool finds out by itself.
            Log.NotHeard(logger, id.Name, failure.Message);
        }
    }
}

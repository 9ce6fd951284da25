using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>What a sweep's trials hear of it: that they start, and what was decided about them.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="grains">The trials, and the pool.</param>
/// <param name="logger">Hears of trials that cannot be reached.</param>
internal sealed class SweepTrials(LiveSweep sweep, IGrainFactory grains, ILogger logger)
{
    /// <summary>One of them.</summary>
    public ITrialGrain Trial(int number) => grains.Trial(new TrialId(sweep.Name, number));

    /// <summary>Starts as many as may be under way.</summary>
    public async Task StartDueAsync()
    {
        if (sweep.State.Ended is null)
        {
            var plan = sweep.Plan!;
            var window = plan.Learns ? Math.Min(plan.Window, await RoomAsync()) : plan.Window;
            await EnterAsync([.. SweepTransitions.ToStart(sweep.State, sweep.Total, window)]);
        }
    }

    /// <summary>Starts one that was never started.</summary>
    /// <returns>False where the sweep starts it itself.</returns>
    public async Task<bool> StartAloneAsync(int number)
    {
        // A cancelled sweep starts nothing by itself; one that runs comes to the trial in its turn.
        if (!sweep.State.Cancelled)
        {
            return false;
        }

        await EnterAsync([number]);
        return true;
    }

    /// <summary>Starts those again that are not over, which makes them tell how they stand: their own state is the truth.</summary>
    public Task LookAfterAllAsync() => Task.WhenAll(
        sweep.State.Trials.Unfinished.Select(trial => LookAfterAsync(trial.Number)));

    /// <summary>
    /// Tells one what was decided about it and it does not do yet. One that cannot be reached keeps nobody from the others; it is told when it is
    /// looked after.
    /// </summary>
    public async Task TellAsync(int number)
    {
        var (stop, promote) = SweepDecisions.ToTell(sweep.State, number);
        if (stop is null && promote is null)
        {
            return;
        }

        // Saved before it is told: a decision that was acted on must never be taken otherwise.
        await sweep.Store.SaveAsync();
        try
        {
            await (stop is not null ? Trial(number).StopAsync(stop) : Trial(number).PromoteAsync(promote!.Rung, promote.Exploit));
        }
        catch (Exception failure)
        {
            Log.TrialNotReached(logger, sweep.Name, number, failure.Message);
        }
    }

    // One trial that cannot be reached keeps nobody from the others.
    private async Task LookAfterAsync(int number)
    {
        using var scope = new TrialScope(sweep.Name, number, sweep.State.Trials[number].Attempt).Begin(logger, sweep.State.Trace);
        try
        {
            await Trial(number).StartAsync(sweep.Plan!.Trial(number, sweep.State));
        }
        catch (Exception failure)
        {
            Log.TrialNotReached(logger, sweep.Name, number, failure.Message);
        }
    }

    // A search that learns suggests a trial when there is a worker for it: by then it knows the most.
    private async Task<int> RoomAsync()
    {
        var workers = await grains.WorkerPool().GetWorkersAsync();
        return Math.Max(1, workers.Count(worker => worker.Status != WorkerStatus.Leaving) / sweep.Plan!.Spec.WorkersPerTrial.Min);
    }

    // The trials are entered before the first await: another turn must not choose the same ones.
    private Task EnterAsync(IReadOnlyList<int> numbers)
    {
        sweep.State = SweepTransitions.Enter(sweep.State, sweep.Plan!, numbers);
        return StartAsync(numbers);
    }

    // One after another, so that they queue for workers in their order.
    private async Task StartAsync(IReadOnlyList<int> numbers)
    {
        foreach (var number in numbers)
        {
            await Trial(number).StartAsync(sweep.Plan!.Trial(number, sweep.State));
        }
    }
}

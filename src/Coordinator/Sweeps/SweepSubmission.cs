using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Telemetry;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>What a submitted file does: begins the sweep, extends it, takes up the one that is there, or is refused.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="entry">Where it is opened.</param>
/// <param name="upkeep">What starts its trials.</param>
/// <param name="grains">Another sweep, with whose results it may begin.</param>
/// <param name="time">When it was submitted.</param>
/// <param name="logger">Hears what has come of it.</param>
internal sealed class SweepSubmission(
    LiveSweep sweep, SweepEntry entry, SweepUpkeep upkeep, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    /// <summary>Takes a file.</summary>
    /// <exception cref="SweepFileException">It is no sweep.</exception>
    public async Task<SubmitResult> SubmitAsync(string text)
    {
        var spec = SweepFile.Parse(text, sweep.Name);
        if (sweep.Plan is null)
        {
            var (warm, fault) = await WarmStartAsync(spec);
            if (fault is not null)
            {
                return new SubmitResult(SubmitOutcome.Refused, null, []) { Fault = fault };
            }

            // Unless another turn was faster.
            if (sweep.Plan is null)
            {
                return await BeginAsync(spec, warm);
            }
        }

        var differences = SweepDifference.Between(sweep.Plan.Spec, spec);
        if (SweepExtension.IsExtension(sweep.Plan.Spec, spec))
        {
            return await ExtendAsync(spec);
        }

        if (differences.Length > 0)
        {
            return new SubmitResult(SubmitOutcome.Conflict, sweep.View(), differences);
        }

        if (sweep.State.Ended is null)
        {
            await entry.OpenAsync();
        }

        // Also for one that is over: a file that was lost or damaged meanwhile is made again.
        sweep.Store.MarkStale();
        await upkeep.WakeAsync();
        return new SubmitResult(SubmitOutcome.Existing, sweep.View(), []);
    }

    private async Task<(WarmStart Warm, SweepFault? Fault)> WarmStartAsync(SweepSpec spec)
    {
        if (spec.WarmStart is not { } name)
        {
            return (new WarmStart([], 0), null);
        }

        var other = grains.Coordinator(name);
        var fault = WarmStart.FaultOf(spec, await other.GetAsync());
        var warm = WarmStart.Of(spec, fault is null ? await other.GetTrialsAsync() : []);
        if (fault is null)
        {
            Log.WarmStarted(logger, sweep.Name, warm.Observations.Length, name, warm.Skipped);
        }

        return (warm, fault);
    }

    private async Task<SubmitResult> BeginAsync(SweepSpec spec, WarmStart warm)
    {
        sweep.State = new SweepState
        {
            Text = spec.Text,
            Created = time.GetUtcNow(),
            Run = Guid.NewGuid(),
            Trace = SweepSpans.Submitted(spec),
            WarmStart = warm.Observations,
        };
        sweep.UsePlan(spec);
        await entry.OpenAsync();
        Log.SweepStarts(logger, sweep.Name, sweep.Total, sweep.Folder);
        await upkeep.WakeAsync();
        return new SubmitResult(SubmitOutcome.Created, sweep.View(), []);
    }

    private async Task<SubmitResult> ExtendAsync(SweepSpec spec)
    {
        sweep.State = SweepTransitions.Extend(sweep.State, spec.Text, (int)spec.Trials);
        sweep.UsePlan(spec);
        sweep.Store.MarkStale();
        await entry.OpenAsync();
        Log.SweepExtended(logger, sweep.Name, sweep.Total);
        await upkeep.WakeAsync();
        return new SubmitResult(SubmitOutcome.Extended, sweep.View(), []);
    }
}

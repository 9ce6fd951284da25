using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Exchange;
using ResNet.Distributed.GpuWorker.Reporting;
using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Loop;
using TorchSharp;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Trains one attempt from its assignment to its last report, on the calling thread.</summary>
internal sealed class AttemptRunner(
    IOptions<RunOptions> run,
    LoadedData data,
    ReportQueue reports,
    AttemptTelemetry.Factory telemetries,
    ReplicaConnector connector,
    EarlierAttempts earlier,
    TimeProvider time,
    ILogger<AttemptRunner> logger)
{
    // What is needed where not a checkpoint but something smaller found no room: a model's weights.
    private const long SmallestNeed = 100_000_000;

    // A worker that failed reports at once, and the pool's next answer to a heartbeat stops the others: a second or two.
    private static readonly TimeSpan PeersPatience = TimeSpan.FromSeconds(20);

    /// <summary>Whether the device failed in a way that stays with the process.</summary>
    public bool DeviceIsLost { get; private set; }

    /// <summary>Runs the attempt on a device. Whatever happens, exactly one end is reported, after all epochs.</summary>
    public void Run(HeldAttempt attempt, torch.Device device)
    {
        using var scope = attempt.BeginScope(logger);
        using var telemetry = telemetries.Begin(attempt.Assignment);
        var end = Train(attempt, device, telemetry);
        telemetry.Ended(end);
        Log.AttemptEnded(
            logger, attempt.Assignment.Trial.Id, attempt.Assignment.Attempt, end?.Outcome.ToString().ToLowerInvariant() ?? "stopped");
        attempt.HasEnded = true;

        // Of several workers rank 0 tells that all is done: it alone knows that all was kept.
        var isTold = end is not null && (end.Outcome is not (AttemptOutcome.Completed or AttemptOutcome.AtRung) || attempt.Assignment.Rank == 0);
        reports.Add(isTold ? new AttemptReport.End(attempt, end!) : new AttemptReport.Dropped(attempt));
    }

    // Null when the attempt was stopped by order: then nobody waits for its end.
    private AttemptEnd? Train(HeldAttempt attempt, torch.Device device, AttemptTelemetry telemetry)
    {
        var (trial, number) = (attempt.Assignment.Trial, attempt.Assignment.Attempt);
        Log.AttemptStarts(logger, trial.Id, number);
        if (attempt.Assignment.Data is { } wanted && !wanted.IsSameAs(data.Content))
        {
            Log.DataDiffer(logger, trial.Id, data.Content, wanted);
            return new AttemptEnd(number, AttemptOutcome.DataDiffer, $"data differ: this worker has {data.Content}; the sweep is on {wanted}");
        }

        try
        {
            var digest = Execute(attempt, device, telemetry);
            return attempt.Assignment.StopAfter is null
                ? new AttemptEnd(number, AttemptOutcome.Completed, null) { WeightsSha256 = digest }
                : new AttemptEnd(number, AttemptOutcome.AtRung, null);
        }
        catch (OperationCanceledException) when (attempt.Stopped.IsCancellationRequested)
        {
            Log.AttemptStopped(logger, trial.Id, number);
            return attempt.HandBack ? new AttemptEnd(number, AttemptOutcome.HandedBack, null) : null;
        }
        catch (CollectiveException fault)
        {
            Log.GroupBroke(logger, trial.Id, number, fault.Message);
            return BrokenGroup.EndOf(attempt, fault, PeersPatience);
        }
        catch (DivergedException diverged)
        {
            return new AttemptEnd(number, AttemptOutcome.Diverged, diverged.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The data is in memory: the only files that an attempt touches are those that it keeps.
            Log.StorageUnavailable(logger, trial.Id, number, failure.Message);
            var bytes = failure is CheckpointStorageException { BytesNeeded: > 0 } storage ? storage.BytesNeeded : SmallestNeed;
            return new AttemptEnd(number, AttemptOutcome.StorageUnavailable, failure.Message) { BytesNeeded = bytes };
        }
        catch (Exception failure)
        {
            Log.AttemptFailed(logger, trial.Id, number, failure);
            DeviceIsLost |= DeviceFault.IsLasting(failure);
            return new AttemptEnd(number, AttemptOutcome.Failed, AttemptFailure.Describe(failure, trial));
        }
    }

    /// <returns>SHA-256 over the final weights.</returns>
    private string? Execute(HeldAttempt attempt, torch.Device device, AttemptTelemetry telemetry)
    {
        var trial = attempt.Assignment.Trial;
        var folder = TrialFolder.Under(run.Value.OutputDirectory, trial.Id);
        var best = new BestModel(
            Path.Combine(run.Value.OutputDirectory, trial.Id.Sweep), attempt.Assignment, data, name => earlier.BringModel(attempt, name));
        var source = attempt.Assignment.Rank == 0 ? earlier.BringNewest(attempt) : null;
        var origin = attempt.Assignment.Rank == 0 ? earlier.BringOrigin(attempt) : null;
        using var replicas = attempt.Assignment.WorldSize > 1 ? connector.Connect(attempt) : null;
        if (attempt.Assignment.Rank > 0)
        {
            var peer = new Observers(new PeerObserver(attempt), telemetry.Observer);
            TrainingRun.Execute(TrialPlan.Of(attempt.Assignment), data.Train, data.Test, data.Classes, peer, attempt.Stopped, device, replicas: replicas);
            return null;
        }

        var observer = new AttemptObserver(attempt, data.Name, best, source, reports, logger);
        using var checkpoints = new CheckpointKeeper(telemetry.Listen(CheckpointsOf(attempt, folder) with { Origin = origin }));
        var all = trial.Recipe == TrainingRecipe.Script
            ? new Observers(observer, telemetry.Observer, new TraceRecorder(Path.Combine(folder, "trace.json")))
            : new Observers(observer, telemetry.Observer);
        TrainingRun.Execute(
            TrialPlan.Of(attempt.Assignment), data.Train, data.Test, data.Classes, all, attempt.Stopped, device, checkpoints, replicas);
        return observer.FinalWeightsSha256;
    }

    private CheckpointSettings CheckpointsOf(HeldAttempt attempt, string folder)
    {
        var trial = attempt.Assignment.Trial;
        return new CheckpointSettings
        {
            Folder = Path.Combine(folder, TrialFile.Folder),
            Run = EarlierAttempts.RunOf(trial.Id, trial),
            Attempt = attempt.Assignment.Attempt,
            KeptEpoch = attempt.Assignment.KeptRung,
            DataName = data.Name,
            Interval = trial.CheckpointInterval,

            // An attempt that was stopped by order has been replaced, or nobody wants it: it must not write any more.
            SaveWhenStopped = () => attempt.HandBack,
            Saved = saved => Log.CheckpointSaved(logger, trial.Id, saved.Epoch, saved.Step, saved.Bytes, saved.WriteSeconds),
            Warn = warning => Log.CheckpointWarning(logger, trial.Id, attempt.Assignment.Attempt, warning),
            TimeProvider = time,
        };
    }
}

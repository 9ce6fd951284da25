using System.Globalization;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.GpuWorker.Reporting;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Trains one attempt from its assignment to its last report, on the calling thread.</summary>
internal sealed class AttemptRunner(
    IOptions<RunOptions> run, LoadedData data, ReportQueue reports, TrainingMetrics metrics, ILogger<AttemptRunner> logger)
{
    /// <summary>Runs the attempt. Whatever happens, exactly one end is reported, after all epochs.</summary>
    public void Run(HeldAttempt attempt)
    {
        var (outcome, error) = Train(attempt);
        reports.Add(outcome is { } ended
            ? new AttemptReport.End(attempt, new AttemptEnd(attempt.Assignment.Attempt, ended, error))
            : new AttemptReport.Dropped(attempt));
    }

    // The outcome is null when the attempt was stopped by order: then nobody waits for its end.
    private (AttemptOutcome? Outcome, string? Error) Train(HeldAttempt attempt)
    {
        var trial = attempt.Assignment.Trial;
        Log.AttemptStarts(logger, trial.Id, attempt.Assignment.Attempt);
        try
        {
            var plan = PlanOf(trial);
            var best = new BestModel(run.Value.OutputDirectory, attempt.Assignment, data.Name);
            var observer = new AttemptObserver(attempt, data.Name, best, reports, metrics);
            if (trial.Recipe == TrainingRecipe.Script)
            {
                var trace = new TraceRecorder(TracePath(trial.Id));
                TrainingRun.Execute(plan, data.Train, data.Test, data.Classes, new Both(observer, trace), attempt.Stopped);
            }
            else
            {
                TrainingRun.Execute(plan, data.Train, data.Test, data.Classes, observer, attempt.Stopped);
            }

            return (AttemptOutcome.Completed, null);
        }
        catch (OperationCanceledException) when (attempt.Stopped.IsCancellationRequested)
        {
            Log.AttemptStopped(logger, trial.Id, attempt.Assignment.Attempt);
            return (attempt.HandBack ? AttemptOutcome.HandedBack : null, null);
        }
        catch (DivergedException diverged)
        {
            return (AttemptOutcome.Diverged, diverged.Message);
        }
        catch (Exception failure)
        {
            Log.AttemptFailed(logger, trial.Id, attempt.Assignment.Attempt, failure);
            return (AttemptOutcome.Failed, $"{failure.GetType().Name}: {failure.Message}");
        }
    }

    private static TrainingPlan PlanOf(TrialSpec trial) => new()
    {
        Model = trial.Hyperparameters.Model,
        LearningRate = trial.Hyperparameters.LearningRate,
        BatchSize = trial.Hyperparameters.BatchSize,
        Epochs = trial.Hyperparameters.Epochs,
        Seed = trial.Hyperparameters.Seed,
        TrainLimit = trial.TrainLimit,
        TestLimit = trial.TestLimit,
        Recipe = trial.Recipe == TrainingRecipe.Script ? Recipe.Script : Recipe.Standard,
    };

    private string TracePath(TrialId trial)
    {
        var folder = Path.Combine(
            run.Value.OutputDirectory, trial.Sweep, "trials", trial.Number.ToString(CultureInfo.InvariantCulture));
        return Path.Combine(Directory.CreateDirectory(folder).FullName, "trace.json");
    }
}

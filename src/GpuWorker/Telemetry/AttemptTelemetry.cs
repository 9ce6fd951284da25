using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>All that an attempt tells the outside while it runs: metrics, spans, TensorBoard's files.</summary>
internal sealed class AttemptTelemetry : IDisposable
{
    private readonly AttemptMeter _meter;
    private readonly AttemptSpans _spans;
    private readonly TensorBoardWriter? _tensorBoard;

    private AttemptTelemetry(AttemptMeter meter, AttemptSpans spans, TensorBoardWriter? tensorBoard)
    {
        (_meter, _spans, _tensorBoard) = (meter, spans, tensorBoard);
        Observer = new Observers(tensorBoard is null ? [meter, spans] : [meter, spans, tensorBoard]);
    }

    /// <summary>Hears of the training.</summary>
    public ITrainingObserver Observer { get; }

    /// <summary>The same settings, which tell of their checkpoints too.</summary>
    public CheckpointSettings Listen(CheckpointSettings settings) => settings with
    {
        Saved = saved =>
        {
            settings.Saved?.Invoke(saved);
            _meter.CheckpointSaved(saved);
            _spans.CheckpointSaved(saved);
        },
        Failed = failure =>
        {
            settings.Failed?.Invoke(failure);
            _meter.CheckpointFailed();
        },
        Paused = pause =>
        {
            settings.Paused?.Invoke(pause);
            _meter.CheckpointPaused(pause);
        },
    };

    /// <summary>The attempt has ended.</summary>
    /// <param name="end">How; null where it was stopped by order.</param>
    public void Ended(AttemptEnd? end) => _spans.Ended(end?.Error ?? end?.Outcome.ToString());

    public void Dispose()
    {
        _spans.Dispose();
        _tensorBoard?.Dispose();
        _meter.Dispose();
    }

    /// <summary>Makes them.</summary>
    internal sealed class Factory(
        IMeterFactory meters, IOptions<WorkerOptions> worker, IOptions<RunOptions> run, TimeProvider time, ILogger<AttemptTelemetry> logger)
    {
        /// <summary>For the attempt that begins now; only the rank that keeps its files writes TensorBoard's.</summary>
        public AttemptTelemetry Begin(Assignment assignment)
        {
            var folder = Path.Combine(TrialFolder.Under(run.Value.OutputDirectory, assignment.Trial.Id), "tensorboard");
            return new AttemptTelemetry(
                new AttemptMeter(meters, assignment, worker.Value.Name),
                new AttemptSpans(assignment, worker.Value.Name, time),
                assignment.Rank == 0 ? new TensorBoardWriter(folder, assignment.Trial, assignment.Attempt, time, logger) : null);
        }
    }
}

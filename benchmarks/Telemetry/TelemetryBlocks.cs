using System.Diagnostics;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.Telemetry;

/// <summary>
/// Turns telemetry on and off between blocks of steps, and measures the blocks. The order within a round changes from round to round, so
/// that a machine that becomes slower or faster favours neither; the first round warms up and is not counted.
/// </summary>
internal sealed class TelemetryBlocks : ITrainingObserver, ICheckpoints, IDisposable
{
    private readonly int _rounds;
    private readonly int _steps;
    private readonly List<double> _with = [];
    private readonly List<double> _without = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-telemetry-cost-").FullName;
    private readonly OtlpSink _sink = OtlpSink.Start();
    private readonly TelemetryProcess _telemetry;
    private int _step;
    private int _block;
    private long _start;

    public TelemetryBlocks(int rounds, int steps)
    {
        (_rounds, _steps) = (rounds, steps);
        _telemetry = TelemetryProcess.Start(_sink.Address, _folder);
    }

    /// <summary>Steps in all.</summary>
    public int Steps => 2 * (_rounds + 1) * _steps;

    /// <summary>Seconds of each block with telemetry.</summary>
    public IReadOnlyList<double> With => _with[1..];

    /// <summary>Seconds of each block without.</summary>
    public IReadOnlyList<double> Without => _without[1..];

    /// <summary>How often the metrics were scraped.</summary>
    public int Scrapes { get; private set; }

    /// <summary>How often something came by OTLP.</summary>
    public int Exports => _sink.Requests;

    private bool HasTelemetry => _block % 4 is 1 or 2;

    public void OnStarted(CifarResNet model, RunInfo info)
    {
        _telemetry.Observer.OnStarted(model, info);
        StartBlock();
    }

    public void OnStep(StepResult step)
    {
        if (HasTelemetry)
        {
            _telemetry.Observer.OnStep(step);
        }

        _step++;
    }

    public bool Restore(TrainingState state) => false;

    public void AfterStep(TrainingState state)
    {
        if (_step % _steps != 0)
        {
            return;
        }

        // An epoch's end is part of what is measured: a block is an epoch to its telemetry.
        if (HasTelemetry)
        {
            _telemetry.Observer.OnEpoch(state.Model, new EpochResult(_block, 2, 0.1, 0.1, 2, _steps, TrainSeconds: 1, TestSeconds: 0));
        }

        (HasTelemetry ? _with : _without).Add(Stopwatch.GetElapsedTime(_start).TotalSeconds);
        Scrapes += _telemetry.Off();
        _block++;
        if (_step < Steps)
        {
            StartBlock();
        }
    }

    public void AfterEpoch(TrainingState state)
    {
    }

    public void Stopped(TrainingState state)
    {
    }

    public void Finished(TrainingState state)
    {
    }

    public void Dispose()
    {
        _telemetry.Dispose();
        _sink.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void StartBlock()
    {
        if (HasTelemetry)
        {
            _telemetry.On();
        }

        _start = Stopwatch.GetTimestamp();
    }
}

using System.Diagnostics.Metrics;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>
/// One sweep's gauges and counters, in the process that has its grain. They go on for some minutes after the sweep's end, so that its last
/// numbers are scraped, and end with the grain's activation in any case. Thread safe.
/// </summary>
internal sealed class SweepMeter : IDisposable
{
    /// <summary>How long an ended sweep is still told of.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMinutes(5);

    private readonly IMeterFactory _meters;
    private readonly SweepPlan _plan;
    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?> _sweep;
    private readonly Lock _lock = new();
    private (SweepState State, SweepFigures Figures)? _counted;
    private SweepState _state = new();
    private Meter? _meter;
    private ITimer? _end;
    private long _failed;
    private long _diverged;

    public SweepMeter(IMeterFactory meters, SweepPlan plan, TimeProvider time)
    {
        (_meters, _plan, _time) = (meters, plan, time);
        _sweep = new("sweep", plan.Spec.Name);
    }

    /// <summary>Tells how the sweep stands. Its numbers are counted when somebody asks for them.</summary>
    public void Publish(SweepState state)
    {
        lock (_lock)
        {
            _state = state;
            var left = state.Ended is { } ended ? ended + Linger - _time.GetUtcNow() : Timeout.InfiniteTimeSpan;
            if (state.Ended is not null && left <= TimeSpan.Zero)
            {
                Close();
                return;
            }

            _meter ??= Open();
            _end ??= _time.CreateTimer(_ => CloseIfOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _end.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A trial told how it stands; that it failed or diverged counts once.</summary>
    public void TrialChanged(TrialStatus? before, TrialStatus now)
    {
        if (now == before)
        {
            return;
        }

        switch (now)
        {
            case TrialStatus.Failed:
                Interlocked.Increment(ref _failed);
                break;
            case TrialStatus.Diverged:
                Interlocked.Increment(ref _diverged);
                break;
            default:
                break;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Close();
        }
    }

    private Meter Open()
    {
        var meter = EndingMeter.Create(_meters, CoordinatorMeter.Name, EndingMeter.SweepTag, _plan.Spec.Name);
        meter.CreateObservableGauge("resnet.trials", Trials, "{trial}", "Trials by state");
        meter.CreateObservableGauge("resnet.sweep.best", Best, "1", "The best value so far of the metric that the sweep ranks by");
        meter.CreateObservableGauge(
            "resnet.sweep.epochs.done", () => new Measurement<long>(Figures().EpochsDone, _sweep), "{epoch}", "Epochs done by all trials");
        meter.CreateObservableGauge(
            "resnet.sweep.epochs.total", () => new Measurement<long>(Figures().EpochsTotal, _sweep), "{epoch}", "Epochs of all trials, as far as can be told");
        meter.CreateObservableGauge("resnet.sweep.time.left", TimeLeft, "s", "Estimated time to the sweep's end");
        meter.CreateObservableCounter(
            "resnet.trial.restarts", () => new Measurement<long>(Figures().Restarts, _sweep), "{restart}", "Attempts that followed one that was interrupted or failed");
        meter.CreateObservableCounter("resnet.trial.failures", Failures, "{failure}", "Trials that failed or diverged");
        return meter;
    }

    private void CloseIfOver()
    {
        lock (_lock)
        {
            if (_state.Ended + Linger <= _time.GetUtcNow())
            {
                Close();
            }
        }
    }

    private void Close()
    {
        _meter?.Dispose();
        _end?.Dispose();
        (_meter, _end) = (null, null);
    }

    private SweepFigures Figures()
    {
        lock (_lock)
        {
            if (_counted is not { } counted || !ReferenceEquals(counted.State, _state))
            {
                _counted = counted = (_state, SweepFigures.Of(_state, _plan));
            }

            return counted.Figures;
        }
    }

    private IEnumerable<Measurement<int>> Trials() => Figures().Trials.Select(state =>
        new Measurement<int>(state.Value, _sweep, new("state", state.Key.Name())));

    private IEnumerable<Measurement<double>> Best() => Figures().Best is not { Best: { } value } best ? [] :
    [
        new(
            value, _sweep, new("metric", _plan.Spec.Metric.Name), new("model", _plan.Trial(best.Number, _state).Hyperparameters.Model),
            new("trial", best.Number)),
    ];

    private IEnumerable<Measurement<double>> TimeLeft() => Figures().SecondsLeft is { } left ? [new(left, _sweep)] : [];

    private IEnumerable<Measurement<long>> Failures() =>
    [
        new(Interlocked.Read(ref _failed), _sweep, new("kind", "failed")),
        new(Interlocked.Read(ref _diverged), _sweep, new("kind", "diverged")),
    ];
}

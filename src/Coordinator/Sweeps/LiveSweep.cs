using System.Diagnostics.Metrics;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Importance;
using ResNet.Distributed.Coordinator.Results;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Telemetry;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// A sweep as its grain has it in memory: its state, what its file says, and what is shown of it. For one grain's turns only; it has no lock.
/// </summary>
internal sealed class LiveSweep : IDisposable
{
    private readonly IGrainFactory _grains;
    private readonly IMeterFactory _meters;
    private readonly TimeProvider _time;
    private readonly ImportanceMemo _importance = new();
    private SweepMeter? _meter;

    /// <param name="name">The sweep.</param>
    /// <param name="folder">Where its results are.</param>
    /// <param name="durable">Its state.</param>
    /// <param name="after">For writes that are not due yet.</param>
    /// <param name="onFailure">Hears why nothing could be written, where nobody waits for it.</param>
    /// <param name="grains">Its trials.</param>
    /// <param name="meters">Where it is measured.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears why results could not be written.</param>
    public LiveSweep(
        string name, string folder, DurableState<SweepState> durable, OnceAfter after, Action<Exception> onFailure, IGrainFactory grains,
        IMeterFactory meters, TimeProvider time, ILogger logger)
    {
        (Name, Folder, _grains, _meters, _time) = (name, folder, grains, meters, time);
        Store = new SweepStore(
            durable,
            new DerivedFiles(PrepareResults, failure => Log.ResultsNotWritten(logger, name, folder, failure.Message)),
            time, after, onFailure);
    }

    /// <summary>The sweep.</summary>
    public string Name { get; }

    /// <summary>Where its results are.</summary>
    public string Folder { get; }

    /// <summary>Where its state and its results are written.</summary>
    public SweepStore Store { get; }

    /// <summary>What its file says; null before it was submitted.</summary>
    public SweepPlan? Plan { get; private set; }

    /// <summary>Epochs of its trials; null before it was submitted.</summary>
    public TrialCurves? Curves { get; private set; }

    /// <summary>How many trials it has.</summary>
    public int Total => Plan!.Total;

    /// <summary>How it stands now.</summary>
    public SweepState State
    {
        get => Store.State;
        set
        {
            var isEnd = Store.State.Ended is null && value.Ended is not null;
            Store.State = value;
            _meter?.Publish(value);
            if (isEnd)
            {
                SweepSpans.Ended(value, Name, SweepTransitions.Status(value, Total));
            }
        }
    }

    /// <summary>Whether nothing is left to do for it: it is over, saved and written down.</summary>
    public bool IsSettled => State.Ended is not null && Store.IsWritten;

    /// <summary>Goes on with what a file says.</summary>
    public void UsePlan(SweepSpec spec)
    {
        _meter?.Dispose();
        Plan = SweepPlan.Of(spec, State);
        Curves = new TrialCurves(_grains, spec.Metric);
        _meter = new SweepMeter(_meters, Plan, _time);
        _meter.Publish(State);
    }

    /// <summary>Counts that a trial is another than before.</summary>
    public void CountChange(TrialStatus? before, TrialStatus after) => _meter?.TrialChanged(before, after);

    /// <summary>Its summary.</summary>
    public SweepView View() => SweepViews.View(State, Plan!.Spec, Total, Folder);

    /// <summary>Which parameters mattered, as its trials are now. The first who asks for the value computes it, on its own thread.</summary>
    public Lazy<SweepImportance> Importance() => _importance.Of(Plan!.Spec, State.Trials.Values);

    /// <summary>Measures it no more.</summary>
    public void Dispose() => _meter?.Dispose();

    private Action PrepareResults()
    {
        // No more than this on the grain's turn: the list alone takes a while where a sweep has ten thousand trials.
        var (folder, plan, state, total) = (Folder, Plan!, State, Total);
        var importance = state.Ended is null ? null : Importance();
        return () => SweepResults.Write(
            folder, plan.Spec, SweepViews.View(state, plan.Spec, total, folder), [.. plan.Trials(state)],
            state.Rungs.IsEmpty ? null : new RungLog(state.Rungs, state.Promotions), importance?.Value);
    }
}

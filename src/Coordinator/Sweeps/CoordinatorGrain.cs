using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Importance;
using ResNet.Distributed.Coordinator.Results;
using ResNet.Distributed.Coordinator.Scheduling;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.Coordinator.Trials;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// Loads, applies, saves, calls; the decisions are in <see cref="SweepTransitions"/> and the searcher. Reentrant for the same
/// reason as <see cref="TrialGrain"/>.
/// </summary>
[Reentrant]
[GrainType(GrainTypes.Coordinator)]
internal sealed class CoordinatorGrain : Grain, ICoordinatorGrain
{
    private static readonly TimeSpan WakePeriod = TimeSpan.FromSeconds(5);

    private readonly SweepStore _store;
    private readonly RunOptions _run;
    private readonly IMeterFactory _meters;
    private readonly TimeProvider _time;
    private readonly ILogger<CoordinatorGrain> _logger;
    private readonly ImportanceMemo _importance = new();
    private SweepPlan? _plan;
    private SweepMeter? _meter;
    private TrialCurves? _curves;
    private IGrainTimer? _awake;
    private bool _woken;

    public CoordinatorGrain(
        [PersistentState("sweep")] IPersistentState<SweepState> stored,
        IOptions<RunOptions> run,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<CoordinatorGrain> logger)
    {
        _run = run.Value;
        _meters = meters;
        _time = time;
        _logger = logger;
        _store = new SweepStore(
            new DurableState<SweepState>(stored, DeactivateOnIdle),
            new DerivedFiles(PrepareResults, failure => Log.ResultsNotWritten(logger, Name, Folder, failure.Message)),
            time, After, NotLookedAfter);
    }

    private SweepState State
    {
        get => _store.State;
        set
        {
            var isEnd = State.Ended is null && value.Ended is not null;
            _store.State = value;
            _meter?.Publish(value);
            if (isEnd)
            {
                SweepSpans.Ended(value, Name, SweepTransitions.Status(value, Total));
            }
        }
    }

    private string Name => this.GetPrimaryKeyString();

    private string Folder => Path.Combine(_run.OutputDirectory, Name);

    private int Total => _plan!.Total;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Text is { } text)
        {
            UsePlan(SweepFile.Parse(text, Name));
            KeepAwake();
        }

        return Task.CompletedTask;
    }

    // What the last moments brought; after a death instead of an end, the trials tell it again.
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _meter?.Dispose();
        if (_plan is not null && !_store.IsWritten)
        {
            await _store.TryWriteAsync();
        }
    }

    public async Task<SubmitResult> SubmitAsync(string text)
    {
        var spec = SweepFile.Parse(text, Name);
        if (_plan is null)
        {
            var (warm, fault) = await WarmStartAsync(spec);
            if (fault is not null)
            {
                return new SubmitResult(SubmitOutcome.Refused, null, []) { Fault = fault };
            }

            // Unless another turn was faster.
            if (_plan is null)
            {
                return await BeginAsync(spec, warm);
            }
        }

        var differences = SweepDifference.Between(_plan.Spec, spec);
        if (SweepExtension.IsExtension(_plan.Spec, spec))
        {
            return await ExtendAsync(spec);
        }

        if (differences.Length > 0)
        {
            return new SubmitResult(SubmitOutcome.Conflict, View(), differences);
        }

        if (State.Ended is null)
        {
            await OpenAsync();
        }

        // Also for one that is over: a file that was lost or damaged meanwhile is made again.
        _store.MarkStale();
        await WakeAsync();
        return new SubmitResult(SubmitOutcome.Existing, View(), []);
    }

    public async Task<SweepView?> GetAsync()
    {
        if (_plan is null)
        {
            return null;
        }

        // Whoever hears that a sweep is over finds its results.
        if (State.Ended is not null)
        {
            await _store.ShowAsync();
        }

        return View();
    }

    public async Task<ImmutableArray<TrialView>> GetTrialsAsync()
    {
        if (_plan is null)
        {
            return [];
        }

        var progress = await GrainFactory.WorkerPool().GetProgressAsync(Name);
        return [.. _plan.Trials(State).Select(trial =>
            trial.Status == TrialStatus.Running ? trial with { Progress = progress.GetValueOrDefault(trial.Number) } : trial)];
    }

    public async Task<SweepImportance?> GetImportanceAsync()
    {
        if (_plan is null)
        {
            return null;
        }

        // Elsewhere: it may take a second, and the trials go on reporting.
        var importance = _importance.Of(_plan.Spec, State.Trials.Values);
        return importance.IsValueCreated ? importance.Value : await Task.Run(() => importance.Value);
    }

    public async Task<bool> CancelAsync()
    {
        if (_plan is null)
        {
            return false;
        }

        State = SweepTransitions.Cancel(State, Total, _time.GetUtcNow());
        await _store.SaveAsync();

        // Those that wait first: otherwise the workers that become free would go to them for a moment.
        var unfinished = State.Trials.Values.Where(trial => !trial.Status.IsFinal()).ToLookup(trial => trial.Status == TrialStatus.Running);
        await Task.WhenAll(unfinished[false].Select(trial => Trial(trial.Number).CancelAsync()));
        await Task.WhenAll(unfinished[true].Select(trial => Trial(trial.Number).CancelAsync()));

        // Before the sweep is closed, after which nobody would look after it.
        _store.MarkStale();
        await _store.WriteAsync();
        await GrainFactory.SweepIndex().CloseAsync(Name);
        return true;
    }

    public async Task<bool> ResumeAsync()
    {
        if (_plan is null)
        {
            return false;
        }

        State = SweepTransitions.Resume(State, Total);
        await OpenAsync();
        await Task.WhenAll(State.Trials.Values
            .Where(trial => trial.Status != TrialStatus.Completed)
            .Select(trial => Trial(trial.Number).RetryAsync()));
        await WakeAsync();
        return true;
    }

    public async Task<RetryOutcome> RetryAsync(int trial)
    {
        if (_plan is null || trial < 1 || trial > Total)
        {
            return RetryOutcome.NoTrial;
        }

        await GrainFactory.SweepIndex().OpenAsync(Name);
        var retried = State.Trials.ContainsKey(trial) ? await Trial(trial).RetryAsync() : await StartAloneAsync(trial);
        await WakeAsync();
        return retried ? RetryOutcome.Retried : RetryOutcome.NotEnded;
    }

    public async Task TrialChangedAsync(TrialView trial)
    {
        var before = State;
        State = SweepTransitions.TrialChanged(State, trial, _plan!.Spec.Metric, Total, _time.GetUtcNow());
        var isNews = !ReferenceEquals(before, State);
        var isEnd = before.Ended is null && State.Ended is not null;
        if (isNews || !_store.IsSaved)
        {
            _meter?.TrialChanged(before.Trials.GetValueOrDefault(trial.Number)?.Status, trial.Status);
            _store.MarkStale();
            _store.WriteSoon();
        }

        // A trial that told how it stands is told again what it does not do yet: what it was told before may have been lost.
        await JudgeAsync(trial);
        await (isNews ? DecideAsync(trial.Number) : TellAsync(trial.Number));
        if (trial.Status.IsFinal() || trial.Status == TrialStatus.AtRung)
        {
            await StartTrialsAsync();
        }

        if (isEnd)
        {
            await EndAsync();
        }
    }

    public async Task<DataContent> FixDataAsync(DataContent offered)
    {
        if (State.Data is null)
        {
            State = State with { Data = offered };
            Log.DataFixed(_logger, Name, offered);
        }

        // Also when it is not new: it must not be told before it is kept.
        await _store.SaveAsync();
        return State.Data!;
    }

    public async Task WakeAsync()
    {
        if (_plan is null)
        {
            return;
        }

        if (!_woken)
        {
            // Whoever had the sweep before may have died before it could write them.
            _woken = true;
            _store.MarkStale();
        }

        KeepAwake();
        await _store.SaveAllAsync();
        if (IsSettled)
        {
            await GrainFactory.SweepIndex().CloseAsync(Name);
        }

        if (State.Ended is not null)
        {
            return;
        }

        // Starting a trial that was started makes it tell how it stands: its own state is the truth.
        await Task.WhenAll(State.Trials.Values.Where(trial => !trial.Status.IsFinal()).Select(trial => LookAfterAsync(trial.Number)));
        await DecideAsync(null);
        await StartTrialsAsync();
    }

    private async Task<(WarmStart Warm, SweepFault? Fault)> WarmStartAsync(SweepSpec spec)
    {
        if (spec.WarmStart is not { } name)
        {
            return (new WarmStart([], 0), null);
        }

        var other = GrainFactory.Coordinator(name);
        var fault = WarmStart.FaultOf(spec, await other.GetAsync());
        var warm = WarmStart.Of(spec, fault is null ? await other.GetTrialsAsync() : []);
        if (fault is null)
        {
            Log.WarmStarted(_logger, Name, warm.Observations.Length, name, warm.Skipped);
        }

        return (warm, fault);
    }

    private async Task<SubmitResult> BeginAsync(SweepSpec spec, WarmStart warm)
    {
        State = new SweepState
        {
            Text = spec.Text,
            Created = _time.GetUtcNow(),
            Run = Guid.NewGuid(),
            Trace = SweepSpans.Submitted(spec),
            WarmStart = warm.Observations,
        };
        UsePlan(spec);
        await OpenAsync();
        Log.SweepStarts(_logger, Name, Total, Folder);
        await WakeAsync();
        return new SubmitResult(SubmitOutcome.Created, View(), []);
    }

    private async Task<SubmitResult> ExtendAsync(SweepSpec spec)
    {
        State = SweepTransitions.Extend(State, spec.Text, (int)spec.Trials);
        UsePlan(spec);
        _store.MarkStale();
        await OpenAsync();
        Log.SweepExtended(_logger, Name, Total);
        await WakeAsync();
        return new SubmitResult(SubmitOutcome.Extended, View(), []);
    }

    private void UsePlan(SweepSpec spec)
    {
        _meter?.Dispose();
        _plan = SweepPlan.Of(spec, State);
        _curves = new TrialCurves(GrainFactory, spec.Metric);
        _meter = new SweepMeter(_meters, _plan, _time);
        _meter.Publish(State);
    }

    // A grain may lose its activation at any time: when a silo dies, those go whose directory entries it kept. Trials are
    // looked after from here, and the sweep itself by WakeSweeps.
    private void KeepAwake()
    {
        _awake?.Dispose();
        _awake = IsSettled ? null : After(KeepWakingAsync, UntilAwake());
    }

    // At the end of the sweep's time, where that comes sooner.
    private TimeSpan UntilAwake() =>
        SweepBudgets.TimeLeft(State, _plan!.Spec, _time.GetUtcNow()) is { } left && left > TimeSpan.Zero && left < WakePeriod ? left : WakePeriod;

    private IGrainTimer After(Func<Task> act, TimeSpan due) =>
        this.RegisterGrainTimer(act, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });

    // Nothing is left to do for a sweep that is over, saved and written down.
    private bool IsSettled => State.Ended is not null && _store.IsWritten;

    private async Task KeepWakingAsync()
    {
        try
        {
            await WakeAsync();
        }
        catch (Exception failure)
        {
            NotLookedAfter(failure);
        }
    }

    // The next turn of the timer tries again: the store is away, or a silo with some of the trials.
    private void NotLookedAfter(Exception failure) => Log.NotLookedAfter(_logger, Name, WakePeriod.TotalSeconds, failure.Message);

    // One trial that cannot be reached keeps nobody from the others.
    private async Task LookAfterAsync(int number)
    {
        using var scope = new TrialScope(Name, number, State.Trials[number].Attempt).Begin(_logger, State.Trace);
        try
        {
            await Trial(number).StartAsync(_plan!.Trial(number, State));
        }
        catch (Exception failure)
        {
            Log.TrialNotReached(_logger, Name, number, failure.Message);
        }
    }

    // Whether a running trial that has done another epoch is to stop.
    private async Task JudgeAsync(TrialView trial)
    {
        var needs = _plan!.Scheduler.Needs;
        if (needs == NeededCurves.None || trial is not { Status: TrialStatus.Running, EpochsDone: > 0 } || State.Stops.ContainsKey(trial.Number))
        {
            return;
        }

        var completed = needs == NeededCurves.Completed
            ? State.Trials.Values.Where(other => other.Status == TrialStatus.Completed).ToArray()
            : [];
        var curves = await Task.WhenAll(completed.Prepend(trial).Select(one => _curves!.OfAsync(new TrialId(Name, one.Number), one.EpochsDone)));
        if (_plan.Scheduler.WhyStop(new CurveHistory(_plan.Spec.Metric, curves[0], [.. curves.Skip(1)])) is { } reason)
        {
            State = SweepDecisions.Stop(State, trial.Number, reason);
        }
    }

    private async Task DecideAsync(int? teller)
    {
        var before = State;
        State = SweepDecisions.Decide(State, _plan!, _time.GetUtcNow());
        int[] trials = [.. SweepDecisions.Decided(before, State).Union(teller is { } number ? [number] : [])];
        var isEnd = before.Ended is null && State.Ended is not null;
        await Task.WhenAll(trials.Select(TellAsync));
        if (isEnd)
        {
            await EndAsync();
        }
    }

    // Saved before it is told: a decision that was acted on must never be taken otherwise. One trial that cannot be reached keeps nobody
    // from the others; it is told when it is looked after.
    private async Task TellAsync(int number)
    {
        var (stop, promote) = SweepDecisions.ToTell(State, number);
        if (stop is null && promote is null)
        {
            return;
        }

        await _store.SaveAsync();
        try
        {
            await (stop is not null ? Trial(number).StopAsync(stop) : Trial(number).PromoteAsync(promote!.Rung, promote.Exploit));
        }
        catch (Exception failure)
        {
            Log.TrialNotReached(_logger, Name, number, failure.Message);
        }
    }

    private async Task EndAsync()
    {
        await _store.WriteAsync();
        Log.SweepEnded(_logger, Name, SweepTransitions.Status(State, Total), Folder);
        await GrainFactory.SweepIndex().CloseAsync(Name);
    }

    // In this order: an open sweep that has no state would be harmless, a sweep with state that nobody wakes would not.
    private async Task OpenAsync()
    {
        await GrainFactory.SweepIndex().OpenAsync(Name);
        await _store.SaveAsync();
    }

    // A cancelled sweep starts nothing by itself; one that runs comes to the trial in its turn.
    private async Task<bool> StartAloneAsync(int number)
    {
        if (!State.Cancelled)
        {
            return false;
        }

        await EnterAsync([number]);
        return true;
    }

    private async Task StartTrialsAsync()
    {
        if (State.Ended is null)
        {
            var window = _plan!.Learns ? Math.Min(_plan.Window, await RoomAsync()) : _plan.Window;
            await EnterAsync([.. SweepTransitions.ToStart(State, Total, window)]);
        }
    }

    // A search that learns suggests a trial when there is a worker for it: by then it knows the most.
    private async Task<int> RoomAsync()
    {
        var workers = await GrainFactory.WorkerPool().GetWorkersAsync();
        return Math.Max(1, workers.Count(worker => worker.Status != WorkerStatus.Leaving) / _plan!.Spec.WorkersPerTrial.Min);
    }

    // The trials are entered before the first await: another turn must not choose the same ones.
    private Task EnterAsync(IReadOnlyList<int> numbers)
    {
        State = SweepTransitions.Enter(State, _plan!, numbers);
        return StartAsync(numbers);
    }

    // One after another, so that they queue for workers in their order.
    private async Task StartAsync(IReadOnlyList<int> numbers)
    {
        foreach (var number in numbers)
        {
            await Trial(number).StartAsync(_plan!.Trial(number, State));
        }
    }

    private ITrialGrain Trial(int number) => GrainFactory.Trial(new TrialId(Name, number));

    private SweepView View() => SweepViews.View(State, _plan!.Spec, Total, Folder);

    private Action PrepareResults()
    {
        var (folder, view, trials, spec) = (Folder, View(), _plan!.Trials(State).ToArray(), _plan.Spec);
        var rungs = State.Rungs.IsEmpty ? null : new RungLog(State.Rungs, State.Promotions);
        var importance = State.Ended is null ? null : _importance.Of(spec, State.Trials.Values);
        return () => SweepResults.Write(folder, spec, view, trials, rungs, importance?.Value);
    }
}

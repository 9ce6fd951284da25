using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Providers;
using Orleans.Storage;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Trials;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// Loads, applies, saves, calls; the decisions are in <see cref="SweepTransitions"/> and the searcher. Reentrant for the same
/// reason as <see cref="TrialGrain"/>.
/// </summary>
[Reentrant]
[GrainType(GrainTypes.Coordinator)]
internal sealed class CoordinatorGrain : Grain, ICoordinatorGrain
{
    private readonly LargeState<SweepState> _stored;
    private readonly LiveSweep _sweep;
    private readonly SweepEntry _entry;
    private readonly SweepTrials _trials;
    private readonly SweepScheduling _scheduling;
    private readonly SweepUpkeep _upkeep;
    private readonly SweepSubmission _submission;
    private readonly TimeProvider _time;
    private readonly ILogger<CoordinatorGrain> _logger;

    public CoordinatorGrain(
        [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IGrainStorage storage,
        IOptions<RunOptions> run,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<CoordinatorGrain> logger)
    {
        (_time, _logger) = (time, logger);
        var name = this.GetPrimaryKeyString();
        _stored = new LargeState<SweepState>(storage, SweepStore.Name, this.GetGrainId());
        _sweep = new LiveSweep(
            name, Path.Combine(run.Value.OutputDirectory, name), new DurableState<SweepState>(_stored, DeactivateOnIdle), this.OnceAfter,
            failure => SweepUpkeep.LogFailure(logger, name, failure), GrainFactory, meters, time, logger);
        _entry = new SweepEntry(_sweep, GrainFactory, logger);
        _trials = new SweepTrials(_sweep, GrainFactory, logger);
        _scheduling = new SweepScheduling(_sweep, _trials, _entry, time);
        _upkeep = new SweepUpkeep(_sweep, _trials, _scheduling, _entry, this.OnceAfter, time, logger);
        _submission = new SweepSubmission(_sweep, _entry, _upkeep, GrainFactory, time, logger);
    }

    private SweepState State
    {
        get => _sweep.State;
        set => _sweep.State = value;
    }

    private SweepPlan? Plan => _sweep.Plan;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _stored.ReadStateAsync();
        if (State.Text is { } text)
        {
            _sweep.UsePlan(SweepFile.Parse(text, _sweep.Name));
            _upkeep.Schedule();
        }
    }

    // What the last moments brought; after a death instead of an end, the trials tell it again.
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _sweep.Dispose();
        if (Plan is not null && !_sweep.Store.IsWritten)
        {
            await _sweep.Store.TryWriteAsync();
        }
    }

    public Task<SubmitResult> SubmitAsync(string text) => _submission.SubmitAsync(text);

    public async Task<SweepView?> GetAsync()
    {
        if (Plan is null)
        {
            return null;
        }

        // Whoever hears that a sweep is over finds its results.
        if (State.Ended is not null)
        {
            await _sweep.Store.ShowAsync();
        }

        return _sweep.View();
    }

    public async Task<ImmutableArray<TrialView>> GetTrialsAsync()
    {
        if (Plan is null)
        {
            return [];
        }

        var progress = await GrainFactory.WorkerPool().GetProgressAsync(_sweep.Name);
        return [.. Plan.Trials(State).Select(trial =>
            trial.Status == TrialStatus.Running ? trial with { Progress = progress.GetValueOrDefault(trial.Number) } : trial)];
    }

    public async Task<SweepImportance?> GetImportanceAsync()
    {
        if (Plan is null)
        {
            return null;
        }

        // Elsewhere: it may take a second, and the trials go on reporting.
        var importance = _sweep.Importance();
        return importance.IsValueCreated ? importance.Value : await Task.Run(() => importance.Value);
    }

    public async Task<bool> CancelAsync()
    {
        if (Plan is null)
        {
            return false;
        }

        State = SweepTransitions.Cancel(State, _sweep.Total, _time.GetUtcNow());
        await _sweep.Store.SaveAsync();

        // Those that wait first: otherwise the workers that become free would go to them for a moment.
        var unfinished = State.Trials.Unfinished.ToLookup(trial => trial.Status == TrialStatus.Running);
        await Task.WhenAll(unfinished[false].Select(trial => _trials.Trial(trial.Number).CancelAsync()));
        await Task.WhenAll(unfinished[true].Select(trial => _trials.Trial(trial.Number).CancelAsync()));

        // Before the sweep is closed, after which nobody would look after it.
        _sweep.Store.MarkStale();
        await _sweep.Store.WriteAsync();
        await _entry.CloseAsync();
        return true;
    }

    public async Task<bool> ResumeAsync()
    {
        if (Plan is null)
        {
            return false;
        }

        State = SweepTransitions.Resume(State, _sweep.Total);
        await _entry.OpenAsync();
        await Task.WhenAll(State.Trials.Values
            .Where(trial => trial.Status != TrialStatus.Completed)
            .Select(trial => _trials.Trial(trial.Number).RetryAsync()));
        await _upkeep.WakeAsync();
        return true;
    }

    public async Task<RetryOutcome> RetryAsync(int trial)
    {
        if (Plan is null || trial < 1 || trial > _sweep.Total)
        {
            return RetryOutcome.NoTrial;
        }

        await GrainFactory.SweepIndex().OpenAsync(_sweep.Name);
        var retried = State.Trials.ContainsKey(trial) ? await _trials.Trial(trial).RetryAsync() : await _trials.StartAloneAsync(trial);
        await _upkeep.WakeAsync();
        return retried ? RetryOutcome.Retried : RetryOutcome.NotEnded;
    }

    public async Task TrialChangedAsync(TrialView trial)
    {
        var before = State;
        State = SweepTransitions.TrialChanged(State, trial, Plan!.Spec.Metric, _sweep.Total, _time.GetUtcNow());
        var isNews = !ReferenceEquals(before, State);
        var isEnd = before.Ended is null && State.Ended is not null;
        if (isNews || !_sweep.Store.IsSaved)
        {
            _sweep.CountChange(before.Trials.GetValueOrDefault(trial.Number)?.Status, trial.Status);
            _sweep.Store.MarkStale();
            _sweep.Store.WriteSoon();
        }

        // A trial that told how it stands is told again what it does not do yet: what it was told before may have been lost.
        await _scheduling.JudgeAsync(trial);
        await (isNews ? _scheduling.DecideAsync(trial.Number) : _trials.TellAsync(trial.Number));
        if (trial.Status.IsFinal() || trial.Status == TrialStatus.AtRung)
        {
            await _trials.StartDueAsync();
        }

        if (isEnd)
        {
            await _entry.EndAsync();
        }
    }

    public async Task<DataContent> FixDataAsync(DataContent offered)
    {
        if (State.Data is null)
        {
            State = State with { Data = offered };
            Log.DataFixed(_logger, _sweep.Name, offered);
        }

        // Also when it is not new: it must not be told before it is kept.
        await _sweep.Store.SaveAsync();
        return State.Data!;
    }

    public Task WakeAsync() => _upkeep.WakeAsync();
}

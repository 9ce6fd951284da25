using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Results;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// Loads, applies, saves, calls; the decisions are in <see cref="TrialTransitions"/>. Reentrant: a transition is one synchronous
/// step, and what follows it (saving, telling others) may interleave, because every message can be repeated or come late.
/// </summary>
[Reentrant]
[GrainType(GrainTypes.Trial)]
internal sealed class TrialGrain : Grain, ITrialGrain
{
    private static readonly TimeSpan MaintenancePeriod = TimeSpan.FromSeconds(10);

    private readonly IPersistentState<TrialState> _stored;
    private readonly CoalescedWriter _writer;
    private readonly CoalescedWriter _metrics;
    private readonly RunOptions _run;
    private readonly TimeProvider _time;
    private readonly ILogger<TrialGrain> _logger;
    private IGrainTimer? _maintenance;
    private DateTimeOffset _notBefore;

    public TrialGrain(
        [PersistentState("trial")] IPersistentState<TrialState> stored,
        IOptions<RunOptions> run,
        TimeProvider time,
        ILogger<TrialGrain> logger)
    {
        _stored = stored;
        _writer = new CoalescedWriter(() => stored.WriteStateAsync());
        _metrics = new CoalescedWriter(WriteMetricsAsync);
        _run = run.Value;
        _time = time;
        _logger = logger;
    }

    private TrialState State => _stored.State;

    private TrialId Id => TrialId.Parse(this.GetPrimaryKeyString());

    private IWorkerPoolGrain Pool => GrainFactory.WorkerPool();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Spec is not null && !State.Status.IsFinal())
        {
            await MaintainAsync();
        }
    }

    public async Task StartAsync(TrialSpec spec)
    {
        if (Apply(new TrialEvent.Started(spec)))
        {
            await _writer.SaveAsync();
        }

        // Told even when it is not new: a coordinator that starts it again may have lost track of it.
        await TellAsync();
        if (_maintenance is null)
        {
            await MaintainAsync();
        }
    }

    public async Task LeaseGrantedAsync(Lease lease)
    {
        if (Apply(new TrialEvent.LeaseGranted(lease, _time.GetUtcNow())))
        {
            Log.AttemptStarts(_logger, Id, State.Attempt, lease.Worker.Name);
            await SaveAndTellAsync();
        }

        if (State.Lease?.Id == lease.Id)
        {
            await StartWorkerAsync(lease);
        }
        else if (State.Lease is null && State.Status != TrialStatus.Waiting)
        {
            await Pool.ReleaseAsync(Id);
        }
    }

    public async Task LeaseLostAsync(Guid lease, string reason)
    {
        if (Apply(new TrialEvent.LeaseLost(lease, reason, _time.GetUtcNow())))
        {
            await AfterAttemptAsync();
        }
    }

    public async Task<ReportAnswer> ReportAsync(EpochReport report)
    {
        if (!Apply(new TrialEvent.EpochDone(report)))
        {
            Log.Refused(_logger, Id, report.Attempt, State.Attempt, State.Status);
            return ReportAnswer.Refused;
        }

        await _metrics.SaveAsync();
        await SaveAndTellAsync();
        return ReportAnswer.Continue;
    }

    public async Task<ReportAnswer> EndedAsync(AttemptEnd end)
    {
        if (!Apply(new TrialEvent.AttemptEnded(end, _time.GetUtcNow())))
        {
            Log.Refused(_logger, Id, end.Attempt, State.Attempt, State.Status);
            return ReportAnswer.Refused;
        }

        await AfterAttemptAsync();
        return ReportAnswer.Stop;
    }

    public async Task CancelAsync()
    {
        var lease = State.Lease;
        if (!Apply(new TrialEvent.Cancelled(_time.GetUtcNow())))
        {
            return;
        }

        await AfterAttemptAsync();
        if (lease is not null)
        {
            var worker = GrainFactory.GpuWorker(lease.Worker);
            Tell(worker.StopAsync(Id, State.Attempt), lease.Worker.Name);
        }
    }

    public async Task RetryAsync()
    {
        if (Apply(new TrialEvent.Retried()))
        {
            _notBefore = default;
            await SaveAndTellAsync();
            await MaintainAsync();
        }
    }

    public Task<TrialDetail?> GetAsync() =>
        Task.FromResult(State.Spec is null ? null : TrialViews.Detail(State, _time.GetUtcNow()));

    private bool Apply(TrialEvent what)
    {
        var (next, taken) = TrialTransitions.Apply(State, what);
        _stored.State = next;
        return taken;
    }

    private async Task SaveAndTellAsync()
    {
        await _writer.SaveAsync();
        await TellAsync();
    }

    private Task TellAsync() =>
        GrainFactory.Coordinator(Id.Sweep).TrialChangedAsync(TrialViews.View(State, _time.GetUtcNow()));

    // Made from the state, so a write that fails loses nothing: the next epoch writes the whole file again.
    private async Task WriteMetricsAsync()
    {
        var (folder, epochs) = (SweepFolders.Trial(_run.OutputDirectory, Id), State.Epochs);
        try
        {
            await Task.Run(() => MetricsFile.Write(folder, epochs));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.MetricsNotWritten(_logger, Id, folder, failure.Message);
        }
    }

    // The worker goes back first: another trial may be waiting for it.
    private async Task AfterAttemptAsync()
    {
        Log.AttemptEnded(_logger, Id, State.Attempt, State.Status, State.Error ?? "done");
        await Pool.ReleaseAsync(Id);
        await SaveAndTellAsync();
        _notBefore = _time.GetUtcNow() + RetryBackoff.After(State.Failures);
        await MaintainAsync();
    }

    // The pool keeps nothing on disk and its messages can get lost, so a trial that is not final says again and again what it
    // has, or what it wants; to a pool that knows it already, that is nothing new.
    private async Task MaintainAsync()
    {
        _maintenance?.Dispose();
        _maintenance = null;
        if (State.Status.IsFinal())
        {
            return;
        }

        var wait = _notBefore - _time.GetUtcNow();
        var due = State.Status == TrialStatus.Waiting && wait > TimeSpan.Zero ? wait : MaintenancePeriod;
        _maintenance = this.RegisterGrainTimer(
            MaintainAsync, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });
        if (State.Status == TrialStatus.Running)
        {
            await Pool.ClaimAsync(State.Lease!);
        }
        else if (wait <= TimeSpan.Zero)
        {
            await Pool.RequestAsync(Id);
        }
    }

    private async Task StartWorkerAsync(Lease lease)
    {
        var assignment = new Assignment { Trial = State.Spec!, Attempt = State.Attempt, Lease = lease.Id };
        try
        {
            if (!await GrainFactory.GpuWorker(lease.Worker).StartAsync(assignment))
            {
                Log.WorkerBusy(_logger, Id, lease.Worker.Name);
            }
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            // The pool tells the grant again, or finds the worker dead; either way somebody decides.
            Log.WorkerUnreachable(_logger, Id, lease.Worker.Name, failure.Message);
        }
    }

    // For calls whose failure changes nothing here: a worker that misses a stop learns it from its next report or heartbeat.
    private void Tell(Task call, string worker) =>
        call.ContinueWith(
            failed => Log.WorkerUnreachable(_logger, Id, worker, failed.Exception!.InnerException!.Message),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Current);
}

using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Providers;
using Orleans.Storage;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// Loads, applies, saves, calls; the decisions are in <see cref="TrialTransitions"/>. Reentrant: a transition is one synchronous
/// step, and what follows it (saving, telling others) may interleave, because every message can be repeated or come late.
/// Nothing is answered before it is saved: whoever gets no answer asks again.
/// </summary>
[Reentrant]
[GrainType(GrainTypes.Trial)]
internal sealed class TrialGrain : Grain, ITrialGrain, IIncomingGrainCallFilter
{
    private readonly TrialStore _stored;
    private readonly LiveTrial _trial;
    private readonly EpochFile _metrics;
    private readonly TrialLeases _leases;
    private readonly TrialFileHosts _files;
    private readonly TrialWorkers _workers;
    private readonly TrialMaintenance _maintenance;
    private readonly TrialArchive _archive;
    private readonly CoordinatorMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<TrialGrain> _logger;
    private readonly Meeting _meeting = new();

    public TrialGrain(
        [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IGrainStorage storage,
        IReportLog reports,
        WorkerGrains workers,
        TrialArchive archive,
        CoordinatorMeter meter,
        IOptions<RunOptions> run,
        TimeProvider time,
        ILogger<TrialGrain> logger)
    {
        (_archive, _meter, _time, _logger) = (archive, meter, time, logger);
        var id = TrialId.Parse(this.GetPrimaryKeyString());
        var folder = TrialFolder.Under(run.Value.OutputDirectory, id);
        _stored = new TrialStore(storage, reports, this.GetGrainId());
        _trial = new LiveTrial(id, new DurableState<TrialState>(_stored, DeactivateOnIdle), GrainFactory, time, logger);
        _metrics = new EpochFile(
            folder, () => State.Epochs, time, this.OnceAfter, failure => Log.MetricsNotWritten(logger, id, folder, failure.Message));
        _leases = new TrialLeases(_trial, GrainFactory.WorkerPool());
        _files = new TrialFileHosts(_trial, archive, GrainFactory);
        _workers = new TrialWorkers(_trial, _files, workers, GrainFactory);
        _maintenance = new TrialMaintenance(_trial, _leases, _workers, _metrics, folder, this.OnceAfter, time, logger);
    }

    private TrialState State => _trial.State;

    private TrialId Id => _trial.Id;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _stored.ReadStateAsync();
        if (State.Spec is not null && !State.Status.IsFinal())
        {
            if (!State.Epochs.IsEmpty)
            {
                _metrics.MarkStale();
            }

            _maintenance.Schedule(TimeSpan.Zero);
        }
    }

    // Every call, so that what the trial logs can be told from what others do. A grant's scope is that of the attempt that begins with it.
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        using var scope = context.MethodName == nameof(LeaseGrantedAsync) ? null : _trial.BeginScope();
        await context.Invoke();
    }

    public async Task StartAsync(TrialSpec spec)
    {
        _trial.Apply(new TrialEvent.Started(spec, _time.GetUtcNow()));
        await _trial.SaveAsync();

        // Told even when it is not new: a coordinator that starts it again may have lost track of it.
        await _trial.TellAsync();
        if (!_maintenance.IsScheduled)
        {
            await _maintenance.MaintainAsync();
        }
    }

    public async Task LeaseGrantedAsync(Lease lease)
    {
        var isNew = _trial.Apply(new TrialEvent.LeaseGranted(lease, RandomNumberGenerator.GetHexString(64, lowercase: true), _time.GetUtcNow()));
        using var scope = _trial.BeginScope();
        if (State.Lease?.Id == lease.Id)
        {
            // Saved before it starts: a number that was given to a worker must never be given again.
            await _trial.SaveAsync();
            if (isNew)
            {
                _meter.LeaseGranted(State.Attempts[^1].Started - State.WaitingSince);
                Log.AttemptStarts(_logger, Id, State.Attempt, lease.Names);
            }

            await Task.WhenAll(_trial.TellAsync(), _workers.StartAsync(lease));
        }
        else
        {
            await _leases.DeclineAsync(lease.Id);
        }
    }

    public async Task LeaseLostAsync(LeaseLoss loss)
    {
        if (_trial.Apply(new TrialEvent.LeaseLost(loss, _time.GetUtcNow())))
        {
            await AfterAttemptAsync(loss.Lease);
        }
    }

    public Task<MeetingAnswer> MeetAsync(MeetingRequest request) => Task.FromResult(_meeting.Answer(State, request));

    public async Task<ReportAnswer> ReportAsync(EpochReport report)
    {
        if (!_trial.Apply(new TrialEvent.EpochDone(report)))
        {
            Log.Refused(_logger, Id, report.Attempt, State.Attempt, State.Status);
            return ReportAnswer.Refused;
        }

        _metrics.WriteSoon();
        await _trial.SaveAsync();
        await _trial.TellAsync();
        return _trial.IsStopping ? ReportAnswer.Stop : ReportAnswer.Continue;
    }

    public async Task NoteAsync(int attempt, string note)
    {
        if (_trial.Apply(new TrialEvent.Noted(attempt, note)))
        {
            Log.Noted(_logger, Id, attempt, note);
            await _trial.SaveAsync();
            await _trial.TellAsync();
        }
    }

    public Task<TrialFileAccess> GetFileAccessAsync() => _files.OfNewestAttemptAsync();

    public async Task<ReportAnswer> EndedAsync(AttemptEnd end)
    {
        if (State.Status == TrialStatus.Running && end.Attempt == State.Attempt)
        {
            // While the trial still holds the lease: its worker waits for the answer, and goes, or begins something else, only then.
            await _archive.CollectAsync(State, end, await _files.OfNewestAttemptAsync());
        }

        var lost = end.LostRank is { } rank && State.Lease is { } held && rank >= 0 && rank < held.Workers.Length
            ? held.Workers[rank]
            : (WorkerId?)null;
        if (!_trial.Apply(new TrialEvent.AttemptEnded(end, _time.GetUtcNow())) && !TrialTransitions.HasEnded(State, end.Attempt))
        {
            Log.Refused(_logger, Id, end.Attempt, State.Attempt, State.Status);
            return ReportAnswer.Refused;
        }

        // Asked for at once: while the rest is awaited the trial may have got others.
        var lease = State.Attempts[end.Attempt - 1].Lease ?? State.LastLease;

        // Before the end is saved, after which nobody comes back to it: the last epoch may have been saved by a process that died
        // before it could write the file.
        await _metrics.CompleteAsync();

        // Also when it was taken before: what followed then may have failed half-way, which is why the worker asks again.
        await _leases.GiveBackAsync(lease, lost);

        // The worker takes nothing new before it is answered. What gets lost from here on, the sweep asks for when it looks after its trials.
        _maintenance.FollowAsync().Ignore();
        return ReportAnswer.Stop;
    }

    public async Task PromoteAsync(int rung, Exploit? exploit)
    {
        if (_trial.Apply(new TrialEvent.Promoted(rung, _time.GetUtcNow(), exploit)))
        {
            _trial.EndPause();
            if (exploit is not null)
            {
                Log.TakesOver(_logger, Id, exploit.Parent, exploit.Epoch, string.Join(", ", exploit.Parameters.Select(p => $"{p.Key} {p.Value}")));
            }
        }

        // First of all into the queue: the worker that its sweep has in mind for it is about to become free.
        await _maintenance.MaintainAsync();
        await _trial.TellAsync();
    }

    public async Task StopAsync(string reason)
    {
        var isNew = _trial.Apply(new TrialEvent.Stopped(reason));
        if (State.Status == TrialStatus.Running)
        {
            await _maintenance.MaintainAsync();
            if (isNew)
            {
                await _trial.TellAsync();
            }
        }
        else
        {
            await AfterAttemptAsync(State.LastLease);
        }
    }

    public async Task CancelAsync()
    {
        var lease = State.Lease;
        if (_trial.Apply(new TrialEvent.Cancelled(_time.GetUtcNow())) && lease is not null)
        {
            _workers.Stop(lease, handBack: false);
        }

        await AfterAttemptAsync(State.LastLease);
    }

    public async Task<bool> RetryAsync()
    {
        if (State.Spec is null)
        {
            return false;
        }

        var retried = _trial.Apply(new TrialEvent.Retried(_time.GetUtcNow()));
        if (retried)
        {
            _trial.EndPause();
        }

        await _trial.SaveAsync();
        await _trial.TellAsync();
        await _maintenance.MaintainAsync();
        return retried;
    }

    public Task<TrialDetail?> GetAsync() =>
        Task.FromResult(State.Spec is null ? null : TrialViews.Detail(State, _time.GetUtcNow()));

    private async Task AfterAttemptAsync(Guid? lease)
    {
        await _leases.GiveBackAsync(lease, null);
        await _trial.TellAsync();
        await _maintenance.MaintainAsync();
    }
}

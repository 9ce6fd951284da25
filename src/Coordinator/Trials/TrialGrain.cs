using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Providers;
using Orleans.Storage;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Results;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Telemetry;

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
    private static readonly TimeSpan MaintenancePeriod = TimeSpan.FromSeconds(10);

    // A pool that was made anew knows the leases of silent workers from their trials alone: in time to notice a death within 10 s.
    private static readonly TimeSpan ClaimPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StoragePeriod = TimeSpan.FromSeconds(5);

    private readonly TrialStore _stored;
    private readonly DurableState<TrialState> _durable;
    private readonly EpochFile _metrics;
    private readonly WorkerGrains _workers;
    private readonly TrialArchive _archive;
    private readonly RunOptions _run;
    private readonly CoordinatorMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<TrialGrain> _logger;
    private readonly Meeting _meeting = new();
    private IGrainTimer? _maintenance;
    private DateTimeOffset _notBefore;

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
        _stored = new TrialStore(storage, reports, this.GetGrainId());
        _durable = new DurableState<TrialState>(_stored, DeactivateOnIdle);
        _workers = workers;
        _archive = archive;
        _meter = meter;
        _run = run.Value;
        _metrics = new EpochFile(
            () => Folder, () => State.Epochs, time, After, failure => Log.MetricsNotWritten(logger, Id, Folder, failure.Message));
        _time = time;
        _logger = logger;
    }

    private TrialState State => _durable.Value;

    private TrialId Id => TrialId.Parse(this.GetPrimaryKeyString());

    private string Folder => TrialFolder.Under(_run.OutputDirectory, Id);

    private IWorkerPoolGrain Pool => GrainFactory.WorkerPool();

    private bool IsStopping => State.Status == TrialStatus.Running && State.Stopping is not null;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _stored.ReadStateAsync();
        if (State.Spec is not null && !State.Status.IsFinal())
        {
            if (!State.Epochs.IsEmpty)
            {
                _metrics.MarkStale();
            }

            Schedule(TimeSpan.Zero);
        }
    }

    // Every call, so that what the trial logs can be told from what others do. A grant's scope is that of the attempt that begins with it.
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        using var scope = context.MethodName == nameof(LeaseGrantedAsync) ? null : BeginScope();
        await context.Invoke();
    }

    public async Task StartAsync(TrialSpec spec)
    {
        Apply(new TrialEvent.Started(spec, _time.GetUtcNow()));
        await _durable.SaveAsync();

        // Told even when it is not new: a coordinator that starts it again may have lost track of it.
        await TellAsync();
        if (_maintenance is null)
        {
            await MaintainAsync();
        }
    }

    public async Task LeaseGrantedAsync(Lease lease)
    {
        var isNew = Apply(new TrialEvent.LeaseGranted(lease, RandomNumberGenerator.GetHexString(64, lowercase: true), _time.GetUtcNow()));
        using var scope = BeginScope();
        if (State.Lease?.Id == lease.Id)
        {
            // Saved before it starts: a number that was given to a worker must never be given again.
            await _durable.SaveAsync();
            if (isNew)
            {
                _meter.LeaseGranted(State.Attempts[^1].Started - State.WaitingSince);
                Log.AttemptStarts(_logger, Id, State.Attempt, lease.Names);
            }

            await Task.WhenAll(TellAsync(), StartWorkersAsync(lease));
        }
        else
        {
            // Nothing but this one: what the trial asks for meanwhile may be granted before the pool hears of this.
            Apply(new TrialEvent.LeaseDeclined(lease.Id));
            await _durable.SaveAsync();
            await Pool.ReleaseAsync(Id, lease.Id, null);
        }
    }

    public async Task LeaseLostAsync(LeaseLoss loss)
    {
        if (Apply(new TrialEvent.LeaseLost(loss, _time.GetUtcNow())))
        {
            await AfterAttemptAsync(loss.Lease);
        }
    }

    public Task<MeetingAnswer> MeetAsync(MeetingRequest request) => Task.FromResult(_meeting.Answer(State, request));

    public async Task<ReportAnswer> ReportAsync(EpochReport report)
    {
        if (!Apply(new TrialEvent.EpochDone(report)))
        {
            Log.Refused(_logger, Id, report.Attempt, State.Attempt, State.Status);
            return ReportAnswer.Refused;
        }

        _metrics.WriteSoon();
        await _durable.SaveAsync();
        await TellAsync();
        return IsStopping ? ReportAnswer.Stop : ReportAnswer.Continue;
    }

    public async Task NoteAsync(int attempt, string note)
    {
        if (Apply(new TrialEvent.Noted(attempt, note)))
        {
            Log.Noted(_logger, Id, attempt, note);
            await _durable.SaveAsync();
            await TellAsync();
        }
    }

    // The newest attempt's rank 0 has what it leaves.
    public async Task<TrialFileAccess> GetFileAccessAsync()
    {
        if (State.FilesToken is not { } token)
        {
            return TrialFileAccess.None;
        }

        var worker = State.Attempts[^1].Worker.Split(", ")[0];
        return new TrialFileAccess(token, (await Pool.GetFileHostsAsync()).RemoveAll(host => host.Name != worker));
    }

    public async Task<ReportAnswer> EndedAsync(AttemptEnd end)
    {
        if (State.Status == TrialStatus.Running && end.Attempt == State.Attempt)
        {
            // While the trial still holds the lease: its worker waits for the answer, and goes, or begins something else, only then.
            await _archive.CollectAsync(State, end, await GetFileAccessAsync());
        }

        var lost = end.LostRank is { } rank && State.Lease is { } held && rank >= 0 && rank < held.Workers.Length
            ? held.Workers[rank]
            : (WorkerId?)null;
        if (!Apply(new TrialEvent.AttemptEnded(end, _time.GetUtcNow())) && !TrialTransitions.HasEnded(State, end.Attempt))
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
        await GiveBackAsync(lease, lost);

        // The worker takes nothing new before it is answered. What gets lost from here on, the sweep asks for when it looks after its trials.
        FollowAsync().Ignore();
        return ReportAnswer.Stop;
    }

    public async Task PromoteAsync(int rung, Exploit? exploit)
    {
        if (Apply(new TrialEvent.Promoted(rung, _time.GetUtcNow(), exploit)))
        {
            _notBefore = default;
            if (exploit is not null)
            {
                Log.TakesOver(_logger, Id, exploit.Parent, exploit.Epoch, string.Join(", ", exploit.Parameters.Select(p => $"{p.Key} {p.Value}")));
            }
        }

        // First of all into the queue: the worker that its sweep has in mind for it is about to become free.
        await MaintainAsync();
        await TellAsync();
    }

    public async Task StopAsync(string reason)
    {
        var isNew = Apply(new TrialEvent.Stopped(reason));
        if (State.Status == TrialStatus.Running)
        {
            await MaintainAsync();
            if (isNew)
            {
                await TellAsync();
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
        if (Apply(new TrialEvent.Cancelled(_time.GetUtcNow())) && lease is not null)
        {
            StopWorkers(lease, handBack: false);
        }

        await AfterAttemptAsync(State.LastLease);
    }

    public async Task<bool> RetryAsync()
    {
        if (State.Spec is null)
        {
            return false;
        }

        var retried = Apply(new TrialEvent.Retried(_time.GetUtcNow()));
        if (retried)
        {
            _notBefore = default;
        }

        await _durable.SaveAsync();
        await TellAsync();
        await MaintainAsync();
        return retried;
    }

    public Task<TrialDetail?> GetAsync() =>
        Task.FromResult(State.Spec is null ? null : TrialViews.Detail(State, _time.GetUtcNow()));

    private IDisposable BeginScope() =>
        new TrialScope(Id.Sweep, Id.Number, State.Attempt).Begin(_logger, State.Attempts.LastOrDefault()?.Trace ?? State.Trace);

    private bool Apply(TrialEvent what)
    {
        var (next, taken) = TrialTransitions.Apply(State, what);
        _durable.Value = taken ? TrialSpans.Follow(State, next, _time.GetUtcNow()) : next;
        if (taken && what is (TrialEvent.LeaseLost or TrialEvent.AttemptEnded or TrialEvent.Cancelled or TrialEvent.Stopped) && State.Lease is null)
        {
            Log.AttemptEnded(_logger, Id, State.Attempt, State.Status, State.Error ?? "done");
            _notBefore = _time.GetUtcNow() + RetryBackoff.After(State.Failures);
        }

        return taken;
    }

    private Task TellAsync() => State.Spec is null
        ? Task.CompletedTask
        : GrainFactory.Coordinator(Id.Sweep).TrialChangedAsync(TrialViews.View(State, _time.GetUtcNow()));

    // The images of the first worker that any trial of the sweep is given are the sweep's. Where those of this lease are others, the
    // worker refuses, and the next request names what is wanted.
    private async Task FixDataAsync(Lease lease)
    {
        if (State.Content is null && lease.Data is { } offered)
        {
            Apply(new TrialEvent.DataFixed(await GrainFactory.Coordinator(Id.Sweep).FixDataAsync(offered)));
            await _durable.SaveAsync();
        }
    }

    private async Task StartWorkersAsync(Lease lease)
    {
        if (State.Lease?.Id != lease.Id)
        {
            return;
        }

        await FixDataAsync(lease);
        var files = await FilesOfEarlierAttemptsAsync();
        var origin = await OriginAsync();
        if (State.Lease?.Id != lease.Id)
        {
            return;
        }

        using var span = TrialSpans.Assign(State);
        var (spec, attempt, token, epochs, trace, data) =
            (State.Spec!, State.Attempt, State.Token!, State.Epochs.Length, State.Attempts[^1].Trace, State.Content);
        var rung = TrialRungs.NextRung(State);
        await Task.WhenAll(lease.Workers.Select((worker, rank) => _workers.StartAsync(worker, new Assignment
        {
            Trial = spec,
            Attempt = attempt,
            Lease = lease,
            EpochsKnown = epochs,
            Rank = rank,
            Token = token,
            Trace = trace,
            Data = data,
            Files = files,
            StopAfter = rung,
            Origin = origin,
        })));
    }

    private void StopWorkers(Lease lease, bool handBack)
    {
        foreach (var worker in lease.Workers)
        {
            _workers.Stop(worker, Id, State.Attempt, handBack);
        }
    }

    // Whoever trained it before, and whoever shares that one's folder; those who have nothing say so at once.
    private async Task<TrialFileAccess> FilesOfEarlierAttemptsAsync() =>
        new(State.FilesToken ?? "", State.Attempt < 2 ? [] : await AllHostsAsync());

    // Named in every attempt since: which of the trial's own checkpoints are of the weights that it took over is told by it, and it has none before
    // the first of these attempts has written one.
    private async Task<TrialOrigin?> OriginAsync()
    {
        if (State.Lineage.IsEmpty)
        {
            return null;
        }

        var (exploit, attempt) = State.Lineage[^1];
        var parent = new TrialId(Id.Sweep, exploit.Parent);
        var access = await GrainFactory.Trial(parent).GetFileAccessAsync();
        return new TrialOrigin
        {
            Trial = parent,
            Epoch = exploit.Epoch,
            Attempt = attempt,
            Epochs = [.. State.Epochs.Take(exploit.Epoch)],
            Files = access with { Hosts = await AllHostsAsync() },
        };
    }

    private async Task<ImmutableArray<FileHost>> AllHostsAsync() =>
        [.. (await Pool.GetFileHostsAsync()).Concat(_archive.Own is { } own ? [own] : [])];

    private async Task AfterAttemptAsync(Guid? lease)
    {
        await GiveBackAsync(lease, null);
        await TellAsync();
        await MaintainAsync();
    }

    private async Task FollowAsync()
    {
        using var scope = BeginScope();
        try
        {
            await Task.WhenAll(TellAsync(), MaintainAsync());
        }
        catch (Exception failure)
        {
            Log.NotMaintained(_logger, Id, MaintenancePeriod.TotalSeconds, failure.Message);
        }
    }

    // Each of an attempt's workers tells of its end, and the last one may do so when the next lease has been given: a trial that goes on gives
    // up no more than the one that has ended.
    private async Task GiveBackAsync(Guid? lease, WorkerId? doubted)
    {
        await _durable.SaveAsync();
        if (State.Status == TrialStatus.AtRung)
        {
            // Before its workers are free: the sweep may have a trial for them that comes before those that wait.
            await TellAsync();
        }

        // One that is over wants nothing else either.
        if (State.Status.IsFinal() || lease is not null)
        {
            await Pool.ReleaseAsync(Id, State.Status.IsFinal() ? null : lease, doubted);
        }
    }

    // The pool keeps nothing on disk and its messages can get lost, so a trial that is not final says again and again what it
    // has, or what it wants; to a pool that knows it already, that is nothing new.
    private async Task MaintainAsync()
    {
        var wait = _notBefore - _time.GetUtcNow();
        Schedule(State.Status switch
        {
            TrialStatus.Paused => StoragePeriod,
            TrialStatus.Running => ClaimPeriod,
            TrialStatus.Waiting when wait > TimeSpan.Zero => wait,
            _ => MaintenancePeriod,
        });
        await _durable.SaveAsync();
        switch (State.Status)
        {
            case TrialStatus.Running:
                if (IsStopping)
                {
                    StopWorkers(State.Lease!, handBack: true);
                }

                await Pool.ClaimAsync(State.Lease!);
                break;
            case TrialStatus.Waiting when wait <= TimeSpan.Zero:
                await RequestWorkersAsync();
                break;
            case TrialStatus.Paused:
                await LookForRoomAsync();
                break;
            default:
                break;
        }
    }

    private async Task LookForRoomAsync()
    {
        var (folder, bytes) = (Folder, State.BytesNeeded);
        if (await Task.Run(() => FolderProbe.WhyNotWritable(folder, bytes)) is { } reason)
        {
            Log.StillPaused(_logger, Id, folder, bytes, reason);
        }
        else if (Apply(new TrialEvent.StorageBack(_time.GetUtcNow())))
        {
            Log.StorageBack(_logger, Id, folder);
            await _durable.SaveAsync();
            await TellAsync();
            await RequestWorkersAsync();
        }
    }

    private Task RequestWorkersAsync() => Pool.RequestAsync(new WorkerRequest(Id, State.Spec!.WorldSizes)
    {
        Begun = State.Attempt > 0,
        Priority = State.Spec.Priority,
        Ended = State.LastLease,
        Data = State.Content,
    });

    // Nothing is left to do for a trial that is over and saved.
    private void Schedule(TimeSpan due)
    {
        _maintenance?.Dispose();
        _maintenance = State.Status.IsFinal() && _durable.IsSaved && !_metrics.IsStale ? null : After(KeepMaintainingAsync, due);
    }

    private IGrainTimer After(Func<Task> act, TimeSpan due) =>
        this.RegisterGrainTimer(act, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });

    private async Task KeepMaintainingAsync()
    {
        using var scope = BeginScope();
        try
        {
            if (_metrics.IsStale)
            {
                await _metrics.CompleteAsync();
            }

            await MaintainAsync();
        }
        catch (Exception failure)
        {
            // The next turn of the timer tries again: the store or the pool is away.
            Log.NotMaintained(_logger, Id, MaintenancePeriod.TotalSeconds, failure.Message);
        }
    }
}

using ResNet.Distributed.Chaos.Faults;
using ResNet.Distributed.Chaos.Sweeps;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Chaos.Recovery;

/// <summary>
/// Finds the moment when the trials that a fault has to do with go on. A trial goes on when it has ended, has a new attempt or a new
/// epoch, or when its attempt makes steps; the steps that count are made after an answer that was asked for after the fault's begin
/// (for a worker's own trials: after its end), so that news from before the fault cannot pass for a recovery.
/// </summary>
internal sealed class RecoveryTracker : IDisposable
{
    private readonly FaultPlan _plan;
    private readonly TrialWatch _watch;
    private readonly TimeProvider _time;
    private readonly long _begin;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, TrialMark> _before;
    private readonly Dictionary<int, TrialMark> _open;
    private readonly Dictionary<int, TrialMark> _steps = [];
    private readonly TaskCompletionSource _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _stepsFrom;

    /// <summary>Begins at this moment; the fault is to follow at once.</summary>
    public RecoveryTracker(FaultPlan plan, TrialWatch watch, TimeProvider time)
    {
        (_plan, _watch, _time) = (plan, watch, time);
        var latest = watch.Latest;
        _begin = time.GetTimestamp();
        _stepsFrom = plan.Kind.IsOfWorker() ? long.MaxValue : _begin;
        Sweep = latest.Sweep;
        _before = latest.Trials.Where(trial => !trial.Status.IsFinal()).ToDictionary(trial => trial.Number, TrialMark.Of);
        _open = latest.Trials.Where(IsAffected).ToDictionary(trial => trial.Number, TrialMark.Of);
        Affected = _open.Count;
        watch.Observed += Look;
    }

    /// <summary>The sweep that ran when it began.</summary>
    public string Sweep { get; }

    /// <summary>How many trials the fault has to do with.</summary>
    public int Affected { get; }

    /// <summary>From the begin to the first trial, any trial, that went on.</summary>
    public TimeSpan? FirstProgress { get; private set; }

    /// <summary>From the begin to the last affected trial that went on.</summary>
    public TimeSpan? Recovery { get; private set; }

    /// <summary>The trials that have not gone on.</summary>
    public string Open
    {
        get
        {
            lock (_lock)
            {
                return string.Join("; ", _open.Values);
            }
        }
    }

    /// <summary>The fault is over; what it broke may still be broken.</summary>
    public void Healed()
    {
        lock (_lock)
        {
            _stepsFrom = Math.Min(_stepsFrom, _time.GetTimestamp());
        }
    }

    /// <summary>Waits for the recovery; a fault that hit nothing is recovered from already.</summary>
    /// <returns>Whether it came within the limit.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, CancellationToken cancellation)
    {
        if (Affected == 0)
        {
            return true;
        }

        try
        {
            await _recovered.Task.WaitAsync(limit, _time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _watch.Observed -= Look;

    private bool IsAffected(TrialView trial) =>
        trial.Status == TrialStatus.Running && (!_plan.Kind.IsOfWorker() || trial.Worker == _plan.Target);

    private void Look(Observation seen)
    {
        lock (_lock)
        {
            if (seen.Asked < _begin)
            {
                return;
            }

            var moved = seen.Sweep == Sweep
                ? seen.Trials.Where(trial => GoesOn(trial, seen.Asked)).Select(trial => trial.Number).ToArray()
                : [.. _before.Keys];
            if (moved.Length > 0)
            {
                FirstProgress ??= _time.GetElapsedTime(_begin);
            }

            foreach (var number in moved)
            {
                _open.Remove(number);
            }

            if (_open.Count == 0 && Affected > 0 && Recovery is null)
            {
                Recovery = _time.GetElapsedTime(_begin);
                _recovered.TrySetResult();
            }
        }
    }

    private bool GoesOn(TrialView trial, long asked)
    {
        // A trial that had ended before the fault says nothing about what follows it.
        if (!_before.TryGetValue(trial.Number, out var before))
        {
            return false;
        }

        if (before.IsPassedBy(trial))
        {
            return true;
        }

        if (asked < _stepsFrom)
        {
            return false;
        }

        if (_steps.TryGetValue(trial.Number, out var mark) && mark.Attempt == trial.Attempt && mark.Epoch >= 0)
        {
            return mark.IsBehind(trial);
        }

        _steps[trial.Number] = TrialMark.Of(trial);
        return false;
    }
}

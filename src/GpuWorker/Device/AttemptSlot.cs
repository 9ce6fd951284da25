using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>
/// The one place of a worker: empty, or holding an attempt from its assignment until its last report is delivered. Thread safe:
/// the grain fills it, the training thread works on it, the reports' sender empties it.
/// </summary>
internal sealed class AttemptSlot
{
    private readonly Lock _lock = new();
    private HeldAttempt? _held;
    private Assignment? _last;
    private bool _closed;
    private TaskCompletionSource _changed = NewSource();

    /// <summary>What the slot holds; null when empty.</summary>
    public HeldAttempt? Held
    {
        get
        {
            lock (_lock)
            {
                return _held;
            }
        }
    }

    /// <summary>Whether nothing new is taken any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

    /// <summary>Ends when the slot is filled, emptied or closed the next time.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Puts an attempt in.</summary>
    public SlotAnswer TryFill(Assignment assignment)
    {
        lock (_lock)
        {
            if (_held is not null)
            {
                return _held.Is(assignment.Trial.Id, assignment.Attempt) ? SlotAnswer.AlreadyHeld : SlotAnswer.Occupied;
            }

            // The pool repeats a grant until all of a trial's workers confirm it, and one of them may be done before the others.
            if (_last is { } last && last.Trial.Id == assignment.Trial.Id && last.Attempt >= assignment.Attempt && last.Trial.Run == assignment.Trial.Run)
            {
                return SlotAnswer.AlreadyEnded;
            }

            if (_closed)
            {
                return SlotAnswer.Closed;
            }

            _held = new HeldAttempt(assignment);
            SignalChange();
            return SlotAnswer.Filled;
        }
    }

    /// <summary>Makes the held attempt end after its current step, if it is this one.</summary>
    public void Stop(TrialId trial, int attempt, bool handBack)
    {
        HeldAttempt? held;
        lock (_lock)
        {
            held = _held;
        }

        if (held?.Is(trial, attempt) == true)
        {
            held.Stop(handBack);
        }
    }

    /// <summary>Takes the attempt out. It must be the one that is held.</summary>
    public void Empty(HeldAttempt attempt)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_held, attempt))
            {
                throw new InvalidOperationException($"The slot does not hold attempt {attempt.Assignment.Attempt} of {attempt.Assignment.Trial.Id}.");
            }

            _last = attempt.Assignment;
            _held = null;
            SignalChange();
        }
    }

    /// <summary>Takes nothing new from now on; what is held is stopped after its step and handed back.</summary>
    public void Close()
    {
        HeldAttempt? held;
        lock (_lock)
        {
            _closed = true;
            held = _held;
            SignalChange();
        }

        held?.Stop(handBack: true);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void SignalChange()
    {
        var source = _changed;
        _changed = NewSource();
        source.SetResult();
    }
}

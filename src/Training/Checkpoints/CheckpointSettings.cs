namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Where a run's checkpoints are kept, whose they are, and when they are written.</summary>
public sealed record CheckpointSettings
{
    /// <summary>The folder; it is made where it does not exist. The caller may keep files of other names in it.</summary>
    public required string Folder { get; init; }

    /// <summary>Names the run, such as a sweep's identity and a trial's number: checkpoints of another run are set aside.</summary>
    public required string Run { get; init; }

    /// <summary>
    /// The attempt, from 0, that this process makes at the run. Its checkpoints outrank those of all lower attempts, which may still
    /// be written by a process that does not know yet that it was replaced.
    /// </summary>
    public required int Attempt { get; init; }

    /// <summary>The data set's name; checkpoints of a run on another are set aside.</summary>
    public required string DataName { get; init; }

    /// <summary>
    /// The checkpoint of this epoch's very beginning is kept beside the newest, because other runs may want to go on from it; null: none is.
    /// </summary>
    public int? KeptEpoch { get; init; }

    /// <summary>Where the run comes from until it has checkpoints of its own; null: from its beginning.</summary>
    public CheckpointOrigin? Origin { get; init; }

    /// <summary>Time between two checkpoints within an epoch; one more is written at every epoch's end.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Asked on the training thread when the run was cancelled: true where the state is to be kept, as when a worker drains; false
    /// where another process may already go on with the run.
    /// </summary>
    public required Func<bool> SaveWhenStopped { get; init; }

    /// <summary>Hears of what is odd but no reason to stop, on the training thread: one sentence or more for people.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>Hears of every checkpoint that is durable, on the thread that writes; it must not throw.</summary>
    public Action<SavedCheckpoint>? Saved { get; init; }

    /// <summary>Hears of every checkpoint that could not be written, on the thread that writes; it must not throw.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>
    /// Hears how long each checkpoint held the training thread: the wait for the one before and the copy. On that thread.
    /// </summary>
    public Action<TimeSpan>? Paused { get; init; }

    /// <summary>Measures the interval.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses settings that cannot be used.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message names it.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(Run);
        ArgumentException.ThrowIfNullOrWhiteSpace(DataName);
        ArgumentOutOfRangeException.ThrowIfNegative(Attempt);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Interval, TimeSpan.Zero);
    }
}

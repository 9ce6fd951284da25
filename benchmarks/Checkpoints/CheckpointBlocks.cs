using System.Diagnostics;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Checkpoints;

/// <summary>
/// Writes a checkpoint at the beginning of every second block of steps, and measures the blocks. The first pair is not counted: it
/// takes the memory and warms everything up.
/// </summary>
internal sealed class CheckpointBlocks : ITrainingObserver, ICheckpoints, IDisposable
{
    private readonly CheckpointKeeper _keeper;
    private readonly int _blockSteps;
    private readonly List<double> _with = [];
    private readonly List<double> _without = [];
    private readonly List<SavedCheckpoint> _saved = [];
    private long _blockStart;
    private int _step;

    public CheckpointBlocks(string folder, int blockSteps, int pairs)
    {
        _blockSteps = blockSteps;
        Steps = (pairs + 1) * 2 * blockSteps;
        _keeper = new CheckpointKeeper(new CheckpointSettings
        {
            Folder = folder,
            Run = "benchmark",
            Attempt = 1,
            DataName = "noise",
            Interval = TimeSpan.FromDays(1),
            SaveWhenStopped = () => false,
            Warn = Console.Error.WriteLine,
            Saved = _saved.Add,
        });
    }

    /// <summary>Steps in all.</summary>
    public int Steps { get; }

    /// <summary>Seconds of each block with a checkpoint.</summary>
    public IReadOnlyList<double> With => _with[1..];

    /// <summary>Seconds of each block without one.</summary>
    public IReadOnlyList<double> Without => _without[1..];

    /// <summary>Seconds of each copy on the training thread.</summary>
    public IReadOnlyList<double> SnapshotSeconds => [.. _saved[1..].Select(saved => saved.SnapshotSeconds)];

    /// <summary>Seconds of each write.</summary>
    public IReadOnlyList<double> WriteSeconds => [.. _saved[1..].Select(saved => saved.WriteSeconds)];

    public bool Restore(TrainingState state)
    {
        _keeper.Restore(state);
        _blockStart = Stopwatch.GetTimestamp();
        return false;
    }

    public void AfterStep(TrainingState state)
    {
        _step++;
        if (_step % _blockSteps != 0)
        {
            return;
        }

        var withCheckpoint = _step / _blockSteps % 2 == 0;
        (withCheckpoint ? _with : _without).Add(Stopwatch.GetElapsedTime(_blockStart).TotalSeconds);
        _blockStart = Stopwatch.GetTimestamp();
        if (!withCheckpoint)
        {
            _keeper.AfterEpoch(state);
        }
    }

    public void AfterEpoch(TrainingState state)
    {
    }

    public void Stopped(TrainingState state)
    {
    }

    public void Finished(TrainingState state) => _keeper.Finished(state);

    public void Dispose() => _keeper.Dispose();
}

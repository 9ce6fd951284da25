using System.Diagnostics;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>
/// Keeps a run's state in safetensors files: at the end of every epoch and at intervals within one. The state is copied on the
/// training thread and written on another one; what goes wrong there is thrown on the training thread at its next call.
/// </summary>
/// <remarks>For one run, on one thread.</remarks>
public sealed class CheckpointKeeper : ICheckpoints, IDisposable
{
    private readonly CheckpointSettings _settings;
    private readonly CheckpointFolder _folder;
    private readonly CheckpointWriter _writer;
    private readonly BackgroundWrite _background = new();
    private readonly CancellationTokenSource _abandoned = new();
    private Snapshot? _snapshot;
    private (int Epoch, int Step) _kept;
    private long _keptAt;

    /// <summary>Makes a keeper; nothing is read or written yet.</summary>
    /// <exception cref="ArgumentException">The settings cannot be used.</exception>
    public CheckpointKeeper(CheckpointSettings settings)
    {
        settings.Validate();
        _settings = settings;
        _folder = new CheckpointFolder(settings.Folder, settings.Attempt, settings.KeptEpoch);
        _writer = new CheckpointWriter(_folder);
    }

    /// <summary>
    /// Goes on from the newest sound checkpoint of this run. Damaged files and those of other runs are renamed, and left for people
    /// to look at. A run that has none and comes from another one goes on from that one's. Where the folder cannot take another checkpoint, this is
    /// the time to say so.
    /// </summary>
    /// <exception cref="CheckpointStorageException">The folder cannot be read or written, or has no room for a checkpoint.</exception>
    /// <exception cref="CheckpointOriginException">The run comes from another one whose checkpoint cannot be used.</exception>
    public bool Restore(TrainingState state)
    {
        var name = new CheckpointFinder(_folder, _settings).Restore(state);
        var bytes = new SafetensorsWriter(StateTensors.Of(state), MetadataOf(state).ToDictionary()).Length;
        CheckpointStorage.EnsureRoom(_settings.Folder, bytes);
        _kept = PositionOf(state);
        _keptAt = _settings.TimeProvider.GetTimestamp();
        return name is not null;
    }

    /// <summary>Starts a checkpoint where the interval is over; where the one before is still being written, it is left out.</summary>
    /// <exception cref="CheckpointStorageException">The one before could not be written.</exception>
    public void AfterStep(TrainingState state)
    {
        _background.ThrowIfFailed();
        if (_settings.TimeProvider.GetElapsedTime(_keptAt) < _settings.Interval)
        {
            return;
        }

        if (_background.IsBusy)
        {
            _keptAt = _settings.TimeProvider.GetTimestamp();
            return;
        }

        Save(state);
    }

    /// <summary>Starts a checkpoint, after the one before is written.</summary>
    /// <exception cref="CheckpointStorageException">The one before could not be written.</exception>
    public void AfterEpoch(TrainingState state) => Save(state);

    /// <summary>
    /// Where the settings want it, writes a checkpoint and waits for it; otherwise ends a write that is going on, so that this
    /// process writes nothing more.
    /// </summary>
    /// <exception cref="CheckpointStorageException">The checkpoint, or the one before, could not be written.</exception>
    public void Stopped(TrainingState state)
    {
        if (!_settings.SaveWhenStopped())
        {
            _abandoned.Cancel();
            _background.WaitInSilence();
            return;
        }

        if (PositionOf(state) != _kept)
        {
            Save(state);
        }

        _background.Wait();
    }

    /// <summary>Waits until the last checkpoint is durable.</summary>
    /// <exception cref="CheckpointStorageException">It could not be written.</exception>
    public void Finished(TrainingState state) => _background.Wait();

    /// <summary>
    /// Waits for a write that is going on, and gives the memory back. Where a run failed, the checkpoint before is still of use; that
    /// it could not be written would only hide why.
    /// </summary>
    public void Dispose()
    {
        _background.WaitInSilence();
        _snapshot?.Dispose();
        _abandoned.Dispose();
    }

    private void Save(TrainingState state)
    {
        var pauseStart = Stopwatch.GetTimestamp();
        _background.Wait();
        var start = Stopwatch.GetTimestamp();
        var snapshot = _snapshot ??= new Snapshot(state);
        snapshot.Copy(state);
        var metadata = MetadataOf(state);
        var snapshotSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _kept = PositionOf(state);
        _keptAt = _settings.TimeProvider.GetTimestamp();
        _background.Start(() => Write(snapshot, metadata, snapshotSeconds));
        _settings.Paused?.Invoke(Stopwatch.GetElapsedTime(pauseStart));
    }

    private void Write(Snapshot snapshot, CheckpointMetadata metadata, double snapshotSeconds)
    {
        var start = Stopwatch.GetTimestamp();
        var (path, bytes) = WriteFile(snapshot, metadata);
        _settings.Saved?.Invoke(new SavedCheckpoint(
            path, metadata.Epoch, metadata.Step, bytes, snapshotSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds));
    }

    private (string Path, long Bytes) WriteFile(Snapshot snapshot, CheckpointMetadata metadata)
    {
        try
        {
            return _writer.Write(snapshot.Tensors, metadata, _abandoned.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _settings.Failed?.Invoke(failure);
            throw;
        }
    }

    private CheckpointMetadata MetadataOf(TrainingState state) => new()
    {
        Run = _settings.Run,
        Attempt = _settings.Attempt,
        Seed = state.Progress.Seed,
        InitialWeightsSha256 = state.Progress.InitialWeightsSha256,
        Epoch = state.Progress.Epoch,
        Step = state.Progress.Step,
        Tally = state.Progress.Tally,
        Epochs = [.. state.Progress.Epochs],
        OptimizerStep = state.Optimizer.Step,
        Plan = PlanFingerprint.Of(state, _settings.DataName),
        Machine = MachineTraits.Of(state.Device),
    };

    private static (int Epoch, int Step) PositionOf(TrainingState state) => (state.Progress.Epoch, state.Progress.Step);
}

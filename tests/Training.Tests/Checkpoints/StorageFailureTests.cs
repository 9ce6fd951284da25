using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>Disks that are really full and folders that really cannot be written.</summary>
[Collection(nameof(TorchTests))]
public sealed class StorageFailureTests : IDisposable
{
    private readonly KeptRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void AFullDiskIsFoundBeforeTheFirstStep()
    {
        using var disk = TmpfsMount.Require(megabytes: 50);
        var (folder, observer) = (Path.Combine(disk.Folder, "trials", "1", "checkpoints"), new RecordingObserver());

        var error = Assert.Throws<CheckpointStorageException>(
            () => KeptRuns.Execute(KeptRuns.Standard, _runs.Settings(1) with { Folder = folder }, observer, default));

        Assert.Null(observer.Info);
        Assert.Equal(folder, error.Folder);
        Assert.InRange(error.BytesNeeded, 130e6, 140e6);
        Assert.Contains($"cannot be written to the folder '{folder}'", error.Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void ADiskThatFillsUpEndsTheRunAtItsNextStepAndTheCheckpointBeforeStays()
    {
        using var disk = TmpfsMount.Require(megabytes: 200);
        var failures = new List<Exception>();
        var steps = 0;
        var observer = new RecordingObserver
        {
            StepDone = () =>
            {
                if (++steps == 4)
                {
                    File.WriteAllBytes(Path.Combine(disk.Folder, "other"), new byte[30_000_000]); // the second has no room now
                }
            },
        };

        var error = Assert.Throws<CheckpointStorageException>(() => KeptRuns.Execute(
            KeptRuns.Standard with { Epochs = 3 }, _runs.Settings(1) with { Folder = disk.Folder, Failed = failures.Add }, observer, default));

        Assert.Same(error, Assert.Single(failures));
        Assert.Equal(2, observer.Epochs.Count);
        Assert.InRange(observer.Steps.Count, 6, 9);
        Assert.IsAssignableFrom<IOException>(error.InnerException);
        var left = Directory.GetFiles(disk.Folder).Select(file => Path.GetFileName(file)!).Order().ToArray();
        Assert.Equal(["epoch-0001.step-00000.attempt-0001", "other"], left.Select(n => n.Split('.', 4)).Select(p => string.Join('.', p.Take(3))));

        File.Delete(Path.Combine(disk.Folder, "other"));
        disk.Resize(500);
        Assert.Equal((1, 0), KeptRuns.Run(KeptRuns.Standard with { Epochs = 3 }, _runs.Settings(2) with { Folder = disk.Folder }).ResumedAt);
    }

    [Fact]
    public void ADrainedRunThatCannotBeKeptSaysSo()
    {
        using var disk = TmpfsMount.Require(megabytes: 200);
        using var cancellation = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            StepDone = () =>
            {
                disk.MakeReadOnly();
                cancellation.Cancel();
            },
        };

        var error = Assert.Throws<CheckpointStorageException>(
            () => KeptRuns.Execute(KeptRuns.Standard, _runs.Settings(1) with { Folder = disk.Folder }, observer, cancellation.Token));

        Assert.Contains("Read-only file system", error.Message);
        Assert.Empty(Directory.GetFiles(disk.Folder));
    }

    [Fact]
    public void AFolderIsAskedWhetherItCanTakeACheckpoint()
    {
        using var disk = TmpfsMount.Require(megabytes: 10);
        var folder = Path.Combine(disk.Folder, "a", "b");

        CheckpointStorage.EnsureRoom(folder, 5_000_000);
        var full = Assert.Throws<CheckpointStorageException>(() => CheckpointStorage.EnsureRoom(folder, 50_000_000));
        disk.MakeReadOnly();
        var readOnly = Assert.Throws<CheckpointStorageException>(() => CheckpointStorage.EnsureRoom(folder, 1));

        Assert.StartsWith($"A checkpoint of 50.0 MB cannot be written to the folder '{folder}': ", full.Message);
        Assert.Equal(50_000_000, full.BytesNeeded);
        Assert.Contains("Read-only file system", readOnly.Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void AFileInTheFoldersPlaceIsAStorageFailure()
    {
        File.WriteAllText(_runs.File("file"), "");

        Assert.Throws<CheckpointStorageException>(
            () => KeptRuns.Run(KeptRuns.Standard, _runs.Settings(1) with { Folder = _runs.File("file") }));
    }
}

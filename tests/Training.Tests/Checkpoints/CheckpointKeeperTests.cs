using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>When checkpoints are written, and when they are not.</summary>
[Collection(nameof(TorchTests))]
public sealed class CheckpointKeeperTests : IDisposable
{
    private readonly KeptRuns _runs = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void OneIsWrittenAtEveryIntervalAndAtEveryEpochsEnd()
    {
        using var written = new AutoResetEvent(initialState: false);
        var pauses = new List<TimeSpan>();
        var settings = _runs.Settings(1) with
        {
            TimeProvider = _time,
            Interval = TimeSpan.FromMinutes(2),
            Paused = pauses.Add,
            Failed = failure => Assert.Fail(failure.Message),
            Saved = saved =>
            {
                _runs.Saved.Add(saved);
                written.Set();
            },
        };
        var steps = 0;
        var observer = new RecordingObserver
        {
            StepDone = () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1)); // so that the second and the fifth step are followed by a checkpoint
                if (++steps is 3 or 4 or 6)
                {
                    // what was started after the step before, or after the epoch, is written: the next one finds nothing in its way
                    Assert.True(written.WaitOne(TimeSpan.FromMinutes(3)));
                }
            },
        };

        KeptRuns.Execute(KeptRuns.Standard, settings, observer, default);

        Assert.Equal([(0, 2), (1, 0), (1, 2), (2, 0)], _runs.Saved.Select(s => (s.Epoch, s.Step)));
        Assert.All(_runs.Saved, saved => Assert.True(saved.Bytes > 100e6 && saved.SnapshotSeconds > 0 && saved.WriteSeconds > 0));
        Assert.Equal(["1/2/1", "2/0/1"], _runs.Positions);
        Assert.Equal(4, pauses.Count);
        Assert.All(pauses.Zip(_runs.Saved), both => Assert.True(both.First.TotalSeconds >= both.Second.SnapshotSeconds));
    }

    [Fact]
    public void WhileOneIsWrittenTheNextIntervalsIsLeftOutAndTheEpochsWaits()
    {
        using var go = new ManualResetEventSlim();
        var threads = new List<int>();
        var settings = _runs.Settings(1) with
        {
            TimeProvider = _time,
            Interval = TimeSpan.FromMinutes(1),
            Saved = saved =>
            {
                _runs.Saved.Add(saved);
                threads.Add(Environment.CurrentManagedThreadId);
                Assert.True(go.Wait(TimeSpan.FromMinutes(3)));
            },
        };
        var steps = 0;
        var observer = new RecordingObserver
        {
            StepDone = () =>
            {
                if (++steps <= 2)
                {
                    _time.Advance(TimeSpan.FromMinutes(1)); // the first checkpoint is still being written when the second is due
                }
                else
                {
                    go.Set();
                }
            },
        };

        KeptRuns.Execute(KeptRuns.Standard with { Epochs = 1 }, settings, observer, default);

        Assert.Equal([(0, 1), (1, 0)], _runs.Saved.Select(s => (s.Epoch, s.Step)));
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);
    }

    [Fact]
    public void ADrainedRunWritesWhereItStopped()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 2);

        Assert.Equal(["0/2/1"], _runs.Positions);
        Assert.Equal(_runs.Newest, Assert.Single(_runs.Saved).Path);
        Assert.Single(_runs.FileNames);
    }

    [Fact]
    public void AnAttemptThatWasReplacedWritesNothing()
    {
        KeptRuns.RunSteps(KeptRuns.Standard, steps: 2, _runs.Settings(1) with { SaveWhenStopped = () => false });

        Assert.Empty(_runs.FileNames);
        Assert.Empty(_runs.Saved);
    }

    [Fact]
    public void AWriteThatIsEndedLeavesNothing()
    {
        using var one = ones(1);
        Directory.CreateDirectory(_runs.Folder);
        var writer = new CheckpointWriter(new CheckpointFolder(_runs.Folder, 1));
        var metadata = new CheckpointMetadata
        {
            Run = "r",
            Attempt = 1,
            Seed = 3,
            InitialWeightsSha256 = "",
            Epoch = 0,
            Step = 1,
            Tally = default,
            Epochs = [],
            OptimizerStep = 1,
            Plan = new Dictionary<string, string>(),
            Machine = MachineTraits.Of(CPU),
        };

        Assert.Throws<OperationCanceledException>(() => writer.Write([("a", one)], metadata, new CancellationToken(canceled: true)));
        Assert.Empty(_runs.FileNames);
        writer.Write([("a", one)], metadata, CancellationToken.None);
        Assert.Equal(["0/1/1"], _runs.Positions);
    }

    [Fact]
    public void ARunThatDidNothingWritesNothing()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 0);

        Assert.Empty(_runs.FileNames);
    }

    [Fact]
    public void OtherFilesInTheFolderStay()
    {
        Directory.CreateDirectory(_runs.Folder);
        File.WriteAllText(Path.Combine(_runs.Folder, "best-epoch-0001.safetensors"), "best");

        _runs.Run(KeptRuns.Standard with { Epochs = 3, TestLimit = 1, TrainLimit = 2 });

        Assert.Equal(["2/0/1", "3/0/1"], _runs.Positions);
        Assert.Equal("best", File.ReadAllText(Path.Combine(_runs.Folder, "best-epoch-0001.safetensors")));
        Assert.Equal(3, _runs.FileNames.Length);
    }

    [Fact]
    public void SettingsThatCannotBeUsedAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointKeeper(_runs.Settings(-1)));
        Assert.Throws<ArgumentException>(() => new CheckpointKeeper(_runs.Settings(1) with { Folder = " " }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointKeeper(_runs.Settings(1) with { Interval = TimeSpan.Zero }));
    }
}

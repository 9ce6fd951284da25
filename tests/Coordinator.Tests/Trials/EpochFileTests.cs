using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Trials;

public sealed class EpochFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-epochs-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly List<EpochMetrics> _epochs = [];
    private readonly List<Func<Task>> _soon = [];
    private readonly List<TimeSpan> _due = [];
    private readonly List<string> _failures = [];

    private string Metrics => Path.Combine(_folder, "trial", "metrics.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_first_epoch_is_written_at_once_and_those_of_the_next_second_together()
    {
        var file = New();
        Report(file);
        Assert.Equal([TimeSpan.Zero], _due);
        await _soon[0]();
        Assert.Single(File.ReadAllLines(Metrics));

        Report(file);
        Report(file);
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(1)], _due);
        Assert.Single(File.ReadAllLines(Metrics));
        await _soon[1]();

        Assert.Equal(3, File.ReadAllLines(Metrics).Length);
        Assert.False(file.IsStale);
    }

    [Fact]
    public async Task At_the_end_it_is_whole_and_not_written_once_more()
    {
        var file = New();
        Report(file);
        await file.CompleteAsync();
        var written = File.GetLastWriteTimeUtc(Metrics);
        File.SetLastWriteTimeUtc(Metrics, written.AddHours(-1));

        await file.CompleteAsync();
        await _soon[0]();

        Assert.Equal(written.AddHours(-1), File.GetLastWriteTimeUtc(Metrics));
    }

    [Fact]
    public async Task One_that_was_lost_is_written_at_the_end()
    {
        var file = New();
        Report(file);
        await file.CompleteAsync();
        File.Delete(Metrics);

        await file.CompleteAsync();

        Assert.Single(File.ReadAllLines(Metrics));
    }

    [Fact]
    public async Task One_that_cannot_be_written_is_stale_and_said_to_be()
    {
        var file = New();
        await File.WriteAllTextAsync(Path.Combine(_folder, "trial"), "in the way");
        Report(file);

        await file.CompleteAsync();

        Assert.True(file.IsStale);
        Assert.Single(_failures);
    }

    private EpochFile New() => new(Path.Combine(_folder, "trial"), () => [.. _epochs], _time, After, failure => _failures.Add(failure.Message));

    private void Report(EpochFile file)
    {
        _epochs.Add(TrialSamples.Epoch(_epochs.Count));
        file.WriteSoon();
    }

    private Timer After(Func<Task> act, TimeSpan due)
    {
        _soon.Add(act);
        _due.Add(due);
        return new Timer();
    }

    // Fires when the test says so.
    private sealed class Timer : IGrainTimer
    {
        public void Change(TimeSpan dueTime, TimeSpan period)
        {
        }

        public void Dispose()
        {
        }
    }
}

using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.Training.TensorBoard;

namespace ResNet.Distributed.Training.Tests.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-tensorboard-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_795_572_049_250));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_begins_with_its_version_and_holds_the_values_of_each_step()
    {
        using (var file = EventFile.Create(_folder, 1, _time))
        {
            file.Write(0, [("loss/train", 2.5), ("lr", 1e-3)]);
            file.Write(1, [("loss/train", -0.25)]);
        }

        var path = Assert.Single(Directory.GetFiles(_folder));
        Assert.StartsWith("events.out.tfevents.1795572049.", Path.GetFileName(path), StringComparison.Ordinal);
        var events = EventReader.Read(path);
        Assert.Equal(["brain.Event:2", "", ""], events.Select(entry => entry.Version));
        Assert.Equal([0, 0, 1], events.Select(entry => entry.Step));
        Assert.All(events, entry => Assert.Equal(1_795_572_049.25, entry.WallTime));
        Assert.Equal([("loss/train", 2.5f), ("lr", 1e-3f)], events[1].Scalars);
        Assert.Equal([("loss/train", -0.25f)], events[2].Scalars);
    }

    [Fact]
    public void A_later_attempt_writes_a_file_that_comes_after_and_no_step_again()
    {
        Write(attempt: 1, 0, 1, 2);
        _time.Advance(TimeSpan.FromSeconds(30));
        Write(attempt: 2, 0, 1, 2, 3, 4);

        var files = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal([[0, 1, 2], [3, 4]], files.Select(Steps));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(45)]
    public void A_step_that_a_killed_attempt_wrote_in_part_is_written_by_the_next(int missing)
    {
        Write(attempt: 1, 0, 1);
        using (var torn = new FileStream(Assert.Single(Directory.GetFiles(_folder)), FileMode.Open))
        {
            torn.SetLength(torn.Length - missing);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Write(attempt: 2, 0, 1);

        Assert.Equal([1], Steps(Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Last()));
    }

    [Fact]
    public void Damage_is_noticed()
    {
        Write(attempt: 1, 0, 1);
        var path = Assert.Single(Directory.GetFiles(_folder));
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Equal(0, EventFolder.LastStep(_folder));
    }

    private static long[] Steps(string path) => [.. EventReader.Read(path).Where(entry => entry.Scalars.Count > 0).Select(entry => entry.Step)];

    private void Write(int attempt, params int[] steps)
    {
        using var file = EventFile.Create(_folder, attempt, _time);
        foreach (var step in steps)
        {
            file.Write(step, [("loss/train", step)]);
        }
    }
}

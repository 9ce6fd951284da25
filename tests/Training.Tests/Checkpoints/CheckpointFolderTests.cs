using CsCheck;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Tests.Safetensors;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ANameIsReadAsItIsWritten()
    {
        Assert.Equal("epoch-0003.step-00120.attempt-0002.0123456789abcdef.safetensors",
            new CheckpointName(3, 120, 2, "0123456789abcdef").FileName);
        var number = Gen.Int[0, int.MaxValue];
        Gen.Select(number, number, number, Gen.ULong).Sample((epoch, step, attempt, checksum) =>
        {
            var name = new CheckpointName(epoch, step, attempt, checksum.ToString("x16"));
            Assert.Equal(name, CheckpointName.Parse(name.FileName));
        });
    }

    [Theory]
    [InlineData("best-0.9.safetensors")]
    [InlineData("epoch-0003.step-00120.attempt-0002.0123456789abcdef.safetensors.damaged")]
    [InlineData("epoch-0003.step-00120.attempt-0002.0123456789abcde.safetensors")]
    [InlineData("epoch-0003.step-00120.attempt-0002.0123456789ABCDEF.safetensors")]
    [InlineData("epoch-3.step-00120.attempt-0002.0123456789abcdef.safetensors")]
    [InlineData("epoch-99999999999.step-00120.attempt-0002.0123456789abcdef.safetensors")]
    [InlineData("")]
    public void OtherFilesAreNoCheckpoints(string fileName) => Assert.Null(CheckpointName.Parse(fileName));

    [Fact]
    public void ANewerAttemptOutranksAnOlderOneThatIsFurtherOn()
    {
        Create("3/0/1", "0/2/2", "0/1/2", "1/0/1");

        Assert.Equal(["0/2/2", "0/1/2", "3/0/1", "1/0/1"], Positions());
    }

    [Fact]
    public void TheTwoNewestAreKept()
    {
        Create("0/5/1", "1/0/1", "1/5/1", "2/0/1");

        new CheckpointFolder(_folder.File(""), 1).Prune();

        Assert.Equal(["2/0/1", "1/5/1"], Positions());
    }

    [Fact]
    public void TheBeginningOfAnEpochThatOthersMayWantIsKeptToo()
    {
        Create("1/0/1", "2/0/1", "2/1/1", "3/0/2", "3/1/2", "4/0/2");

        new CheckpointFolder(_folder.File(""), 2, keptEpoch: 2).Prune();

        Assert.Equal(["4/0/2", "3/1/2", "2/0/1"], Positions());
    }

    [Fact]
    public void AReplacedAttemptDeletesOnlyWhatIsItsOwnOrOlder()
    {
        Create("0/1/3", "0/2/3", "0/3/3", "0/4/1", "5/0/2");

        new CheckpointFolder(_folder.File(""), 2).Prune();
        Assert.Equal(["0/3/3", "0/2/3", "0/1/3"], Positions());

        new CheckpointFolder(_folder.File(""), 3).Prune();
        Assert.Equal(["0/3/3", "0/2/3"], Positions());
    }

    [Fact]
    public void LeftOversOfThisAndOlderAttemptsAreDeletedAndNothingElse()
    {
        string[] kept = [TemporaryName.Create(3), "best-0.9.safetensors", "best-0.9.safetensors.0123.tmp", "attempt-0001.tmp"];
        string[] deleted = [TemporaryName.Create(1), TemporaryName.Create(2), TemporaryName.CreateForRoom()];
        Array.ForEach([.. kept, .. deleted], name => File.WriteAllText(_folder.File(name), ""));
        var folder = new CheckpointFolder(_folder.File(""), 2);

        folder.DeleteLeftOvers();
        folder.Prune();

        Assert.Equal(kept.Order(), _folder.FileNames());
    }

    [Fact]
    public void AFolderThatIsNotThereYetHasNoCheckpoints() =>
        Assert.Empty(new CheckpointFolder(_folder.File("none"), 2).List());

    private string[] Positions() => [.. new CheckpointFolder(_folder.File(""), 0).List()
        .Select(name => $"{name.Epoch}/{name.Step}/{name.Attempt}")];

    private void Create(params string[] positions)
    {
        foreach (var position in positions.Select(text => text.Split('/').Select(int.Parse).ToArray()))
        {
            var name = new CheckpointName(position[0], position[1], position[2], "0123456789abcdef");
            File.WriteAllText(_folder.File(name.FileName), "");
        }
    }
}

using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>What is damaged is put aside, named, and never loaded.</summary>
[Collection(nameof(TorchTests))]
public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly KeptRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void AFlippedBitAnywhereIsFoundAndTheCheckpointBeforeIsUsed()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 4);
        var (path, length) = (_runs.Newest, new FileInfo(_runs.Newest).Length);
        var random = new Random(7);
        foreach (var position in new[] { 0, 9, length / 2, length - 1, random.NextInt64(length), random.NextInt64(length) })
        {
            var bit = (byte)(1 << random.Next(8));
            Flip(path, position, bit);

            AssertDamagedAndUsed("the SHA-256", (1, 0));

            Flip(path + ".damaged", position, bit);
            File.Move(path + ".damaged", path);
            _runs.Warnings.Clear();
        }

        static void Flip(string file, long position, byte bit)
        {
            using var stream = new FileStream(file, FileMode.Open);
            stream.Position = position;
            var value = stream.ReadByte();
            stream.Position = position;
            stream.WriteByte((byte)(value ^ bit));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public void ATruncatedFileIsFoundAndTheCheckpointBeforeIsUsed(long length)
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 4);
        using (var stream = File.OpenWrite(_runs.Newest))
        {
            stream.SetLength(length < 0 ? stream.Length + length : length);
        }

        AssertDamagedAndUsed("the SHA-256", (1, 0));
    }

    [Fact]
    public void WhereAllAreDamagedTheRunStartsFromItsBeginning()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 4);
        Array.ForEach(_runs.FileNames, name => File.AppendAllText(Path.Combine(_runs.Folder, name), "x"));

        var observer = KeptRuns.RunSteps(KeptRuns.Standard, steps: 0, _runs.Settings(2) with { SaveWhenStopped = () => false });

        Assert.Null(observer.ResumedAt);
        Assert.NotNull(observer.Info);
        Assert.Equal(2, _runs.Warnings.Count);
        Assert.All(_runs.FileNames, name => Assert.EndsWith(".damaged", name));
    }

    [Theory]
    [InlineData("tensor model.fc.bias", "Missing: model.fc.bias")]
    [InlineData("tensor optimizer.exp_avg.fc.bias", "Missing: optimizer.exp_avg.fc.bias")]
    [InlineData("tensor rng.cpu", "it has no tensor rng.cpu")]
    [InlineData("tensor losses", "it has no tensor losses")]
    [InlineData("epoch", "it has no epoch")]
    [InlineData("epoch=x", "its epoch is 'x'; expected a number (Int32)")]
    [InlineData("step=2", "it is of epoch 1, step 2, attempt 1, not as its name says")]
    [InlineData("optimizer_step=3", "its optimizer has done 3 steps; expected 4")]
    [InlineData("epochs=[]", "it has results of the epochs []; expected those before 1")]
    [InlineData("epochs=[{}]", "its epochs cannot be parsed")]
    public void AFileThatIsSoundButNotWholeIsDamaged(string change, string reason)
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 4);
        _runs.Rewrite(change);

        AssertDamagedAndUsed(reason, (1, 0));
    }

    private void AssertDamagedAndUsed(string reason, (int, int) before)
    {
        var name = Path.GetFileName(_runs.Newest);

        var observer = KeptRuns.RunSteps(KeptRuns.Standard, steps: 0, _runs.Settings(2));

        Assert.Equal(before, observer.ResumedAt);
        var warning = Assert.Single(_runs.Warnings);
        Assert.Contains($"{name} is not used and is now called {name}.damaged: it is damaged: ", warning);
        Assert.Contains(reason, warning);
        Assert.Contains(name + ".damaged", _runs.FileNames);
    }
}

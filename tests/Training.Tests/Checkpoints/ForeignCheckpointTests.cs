using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Schedules;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>What is sound but another run's, plan's or attempt's is not used, and the difference is named.</summary>
[Collection(nameof(TorchTests))]
public sealed class ForeignCheckpointTests : IDisposable
{
    private readonly KeptRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void ACheckpointOfAnotherRunOrVersionIsSetAside()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 1);
        _runs.Rewrite("checkpoint_version=2");
        AssertSetAside(_runs.Settings(1), KeptRuns.Standard.BatchSize, "its version is 2; this program reads 1");

        _runs.RunSteps(KeptRuns.Standard, steps: 1);
        AssertSetAside(_runs.Settings(1) with { Run = "sweep-2" }, 2, "its run is 'sweep-1/trial-4'; this one is 'sweep-2'");
    }

    [Fact]
    public void ACheckpointOfAnotherPlanIsSetAsideAndTheDifferencesAreNamed()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 1);

        AssertSetAside(_runs.Settings(2) with { DataName = "cifar-10" }, batchSize: 3,
            "batch_size is 2 there and 3 here, data is synthetic there and cifar-10 here");
    }

    [Theory] // checkpoints that say nothing of it are of float32
    [InlineData(Precision.Fp32, Precision.Bf16, "precision is fp32 there and bf16 here")]
    [InlineData(Precision.Bf16, Precision.Fp32, "precision is bf16 there and fp32 here")]
    public void ACheckpointOfAnotherPrecisionIsSetAside(Precision there, Precision here, string reason)
    {
        _runs.RunSteps(KeptRuns.Standard with { Precision = there }, steps: 1);
        using (var file = SafetensorsFile.Read(_runs.Newest))
        {
            Assert.Equal(there == Precision.Bf16, file.Metadata.ContainsKey("plan.precision"));
            Assert.All(file.Tensors.Where(t => t.Key.EndsWith("weight", StringComparison.Ordinal)), t => Assert.Equal(ScalarType.Float32, t.Value.dtype));
        }

        Assert.Null(_runs.RunSteps(KeptRuns.Standard with { Precision = here }, steps: 0, attempt: 2).ResumedAt);

        Assert.Contains(reason, Assert.Single(_runs.Warnings));
    }

    [Fact]
    public void ACheckpointOfTheOtherLayoutIsSetAside()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 1);

        Assert.Null(_runs.RunSteps(KeptRuns.Standard with { ChannelsLast = true }, steps: 0, attempt: 2).ResumedAt);

        Assert.Contains("channels_last is missing there and true here", Assert.Single(_runs.Warnings));
    }

    [Fact]
    public void ACheckpointOfOtherConvolutionsIsSetAside()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 1);

        Assert.Null(_runs.RunSteps(KeptRuns.Standard with { Winograd = true }, steps: 0, attempt: 2).ResumedAt);

        Assert.Contains("winograd is missing there and true here", Assert.Single(_runs.Warnings));
    }

    [Fact]
    public void ACheckpointFromBeforeThereWasAChoiceIsOfTheUsualOne()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 1);
        var plan = KeptRuns.Standard with { Schedule = new RateSchedule { Name = "cosine" }, Augmentation = "crop_flip", LabelSmoothing = 0.1 };

        Assert.Null(KeptRuns.RunSteps(plan, steps: 1, _runs.Settings(2)).ResumedAt);

        Assert.Contains(
            "lr_schedule is missing there and cosine warmup_epochs 0 here, augmentation is missing there and crop_flip here, "
            + "label_smoothing is missing there and 0.1 here",
            Assert.Single(_runs.Warnings));
    }

    [Fact]
    public void AnotherMachineIsAWarning()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 1);
        _runs.Rewrite("torch=9.9");

        Assert.Equal((0, 1), KeptRuns.RunSteps(KeptRuns.Standard, steps: 0, _runs.Settings(2)).ResumedAt);

        Assert.Contains("was made with torch 9.9", Assert.Single(_runs.Warnings));
    }

    [Fact]
    public void ALaterAttemptsCheckpointIsNotUsed()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 1, attempt: 1);
        _runs.RunSteps(KeptRuns.Standard, steps: 1, attempt: 3);

        Assert.Equal((0, 1), _runs.RunSteps(KeptRuns.Standard, steps: 0, attempt: 2).ResumedAt);

        Assert.Contains("is of attempt 3, which came after this one, 2", Assert.Single(_runs.Warnings));
        Assert.Equal(["0/1/1", "0/2/3"], _runs.Positions);
    }

    private void AssertSetAside(CheckpointSettings settings, int batchSize, string reason)
    {
        var name = Path.GetFileName(_runs.Newest);

        var observer = KeptRuns.RunSteps(KeptRuns.Standard with { BatchSize = batchSize }, steps: 0, settings);

        Assert.Null(observer.ResumedAt);
        Assert.Contains($"{name}.set-aside: it is of something else: {reason}.", Assert.Single(_runs.Warnings));
        Assert.Contains(name + ".set-aside", _runs.FileNames);
        _runs.Warnings.Clear();
    }
}

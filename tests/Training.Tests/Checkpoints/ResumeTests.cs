using System.Collections.Concurrent;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Schedules;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>A run that is cut and goes on in a fresh state ends with every bit of one that was not.</summary>
[Collection(nameof(TorchTests))]
public sealed class ResumeTests : IDisposable
{
    private static readonly ConcurrentDictionary<TrainingPlan, SortedDictionary<string, string>> Uninterrupted = new();

    private readonly KeptRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory] // after the third and the sixth step the test comes next
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void TheStandardRecipeGoesOnAfterAnyStep(int steps) => CutAndCompare(KeptRuns.Standard, steps, stepsPerEpoch: 3);

    [Theory] // after the second and the fourth step the test comes next, which moves BatchNorm's running statistics
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TheScriptGoesOnAfterAnyStep(int steps) => CutAndCompare(KeptRuns.Script, steps, stepsPerEpoch: 2);

    [Fact]
    public void ARunInBf16GoesOn() => CutAndCompare(KeptRuns.Standard with { Precision = Precision.Bf16 }, steps: 4, stepsPerEpoch: 3);

    [Fact]
    public void ALargerModelGoesOn() => CutAndCompare(KeptRuns.Script with { Model = "resnet34" }, steps: 3, stepsPerEpoch: 2);

    [Fact]
    public void AScheduleAndAnAugmentationGoOn() => CutAndCompare(
        KeptRuns.Standard with
        {
            Schedule = new RateSchedule { Name = "one_cycle" },
            Augmentation = "crop_flip",
            LabelSmoothing = 0.1,
            Optimizer = new OptimizerPlan { Name = "sgd", Momentum = 0.9, WeightDecay = 1e-3 },
        },
        steps: 4,
        stepsPerEpoch: 3);

    [Fact]
    public void ARunGoesOnAgainAndAgain()
    {
        _runs.RunSteps(KeptRuns.Standard, steps: 2, attempt: 1);
        _runs.RunSteps(KeptRuns.Standard, steps: 1, attempt: 2);
        var stopped = _runs.RunSteps(KeptRuns.Standard, steps: 0, attempt: 3);
        var observer = _runs.Run(KeptRuns.Standard, attempt: 4);

        Assert.Equal((0, 3), stopped.ResumedAt);
        Assert.Equal((0, 3), observer.ResumedAt);
        AssertSameAsUninterrupted(KeptRuns.Standard);
    }

    [Fact]
    public void ARunThatStopsAfterAnEpochGoesOnFromThere()
    {
        _runs.Run(KeptRuns.Standard with { StopAfter = 1 }, attempt: 1);
        Assert.Equal(["1/0/1"], _runs.Positions);
        var again = _runs.Run(KeptRuns.Standard with { StopAfter = 1 }, attempt: 2);
        var observer = _runs.Run(KeptRuns.Standard, attempt: 3);

        Assert.Equal((1, 0), again.ResumedAt);
        Assert.Equal((1, 0), observer.ResumedAt);
        AssertSameAsUninterrupted(KeptRuns.Standard);
    }

    [Fact]
    public void ARunThatIsCutInItsTestTestsAgain()
    {
        using var cancellation = new CancellationTokenSource();
        var observer = new CancellingObserver(forwards: 4, cancellation);
        var test = SyntheticImages.Create(129, 2); // two batches: the run is cut between them, after three steps and one batch
        using (var keeper = new CheckpointKeeper(_runs.Settings(1)))
        {
            Assert.Throws<OperationCanceledException>(() => TrainingRun.Execute(
                KeptRuns.Standard with { Epochs = 1 }, KeptRuns.Train, test, 10, observer, cancellation.Token, checkpoints: keeper));
        }

        Assert.Equal(["0/3/1"], _runs.Positions);
        var resumed = new RecordingObserver();
        using (var keeper = new CheckpointKeeper(_runs.Settings(2)))
        {
            TrainingRun.Execute(KeptRuns.Standard with { Epochs = 1 }, KeptRuns.Train, test, 10, resumed, checkpoints: keeper);
        }

        var whole = new RecordingObserver();
        TrainingRun.Execute(KeptRuns.Standard with { Epochs = 1 }, KeptRuns.Train, test, 10, whole);
        Assert.Empty(resumed.Steps);
        Assert.Equal(whole.FinalDigest, resumed.FinalDigest);
        Assert.Equal((whole.Epochs[0].TestLoss, whole.Epochs[0].TrainLoss), (resumed.Epochs[0].TestLoss, resumed.Epochs[0].TrainLoss));
    }

    [Fact]
    public void ARunThatFailedGoesOnFromItsLastEpoch()
    {
        var (steps, second) = (0, new RecordingObserver());
        var inStep = new RecordingObserver { StepDone = () => ThrowWhen(++steps == 5) };
        var inEpoch = new RecordingObserver { EpochDone = () => ThrowWhen(true) };

        Assert.Throws<InvalidOperationException>(() => KeptRuns.Execute(KeptRuns.Standard, _runs.Settings(1), inStep, default));
        Assert.Throws<InvalidOperationException>(() => KeptRuns.Execute(KeptRuns.Standard, _runs.Settings(2), inEpoch, default));
        KeptRuns.Execute(KeptRuns.Standard, _runs.Settings(3), second, default);

        Assert.Equal((1, 0), inEpoch.ResumedAt);
        Assert.Equal((1, 0), second.ResumedAt);
        AssertSameAsUninterrupted(KeptRuns.Standard);
    }

    [Fact]
    public void AFinishedRunIsFinishedAtOnce()
    {
        var first = _runs.Run(KeptRuns.Standard, attempt: 1);
        var second = _runs.Run(KeptRuns.Standard, attempt: 2);

        Assert.Equal((2, 0), second.ResumedAt);
        Assert.Empty(second.Steps);
        Assert.Equal(first.Epochs, second.Epochs); // the times too
        Assert.Equal(first.FinalDigest, second.FinalDigest);
        Assert.Equal(["1/0/1", "2/0/1"], _runs.Positions);
    }

    [Fact]
    public void ADrawnSeedComesBack()
    {
        var plan = KeptRuns.Standard with { Seed = null };
        var first = _runs.RunSteps(plan, steps: 2);
        var second = _runs.Run(plan, attempt: 2);

        Assert.Equal(first.Info, second.Info);
        using var whole = new KeptRuns();
        Assert.Equal(whole.Run(plan with { Seed = first.Info!.Seed }).FinalDigest, second.FinalDigest);
    }

    [Fact]
    public void NumbersThatAreNoneComeBack()
    {
        var plan = KeptRuns.Script with { LearningRate = 1e30, Epochs = 3 };
        _runs.RunSteps(plan, steps: 5);
        var observer = _runs.Run(plan, attempt: 2);

        Assert.Equal(1, observer.Epochs.Count(e => double.IsNaN(e.TrainLoss) && e.Epoch == 1));
        AssertSameAsUninterrupted(plan);
    }

    private static void ThrowWhen(bool now)
    {
        if (now)
        {
            throw new InvalidOperationException("no more");
        }
    }

    private void CutAndCompare(TrainingPlan plan, int steps, int stepsPerEpoch)
    {
        _runs.RunSteps(plan, steps, attempt: 1);
        var observer = _runs.Run(plan, attempt: 2);

        Assert.Equal(((steps - 1) / stepsPerEpoch, ((steps - 1) % stepsPerEpoch) + 1), observer.ResumedAt);
        Assert.Equal((2 * stepsPerEpoch) - steps, observer.Steps.Count);
        Assert.Equal([0, 1], observer.Epochs.Select(e => e.Epoch));
        Assert.Empty(_runs.Warnings);
        AssertSameAsUninterrupted(plan);
    }

    private void AssertSameAsUninterrupted(TrainingPlan plan)
    {
        var expected = Uninterrupted.GetOrAdd(plan, _ =>
        {
            using var whole = new KeptRuns();
            whole.Run(plan);
            return FinalState.Of(whole.Newest);
        });
        Assert.Equal(expected, FinalState.Of(_runs.Newest));
    }
}

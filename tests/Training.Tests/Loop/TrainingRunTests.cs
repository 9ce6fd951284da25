using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Schedules;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Loop;

[Collection(nameof(TorchTests))]
public sealed class TrainingRunTests
{
    private static readonly ImageSet Train = SyntheticImages.Create(20, 1);
    private static readonly ImageSet Test = SyntheticImages.Create(10, 2);
    private static readonly TrainingPlan Plan = new() { BatchSize = 8, Epochs = 1, Seed = 3, LearningRate = 1e-3 };

    [Fact]
    public void TheStandardRecipeUsesEveryImageAndTestsInEvaluationMode()
    {
        var observer = Run(Plan with { Epochs = 2 });

        Assert.Equal(new RunInfo("resnet18", 3, 10, 20, 10, StepsPerEpoch: 3, Epochs: 2, "cpu"), observer.Info);
        Assert.Equal([(0, 0, 8), (0, 1, 8), (0, 2, 4), (1, 0, 8), (1, 1, 8), (1, 2, 4)],
            observer.Steps.Select(s => (s.Epoch, s.Step, s.Images)));
        Assert.All(observer.Steps, step => Assert.InRange(step.DataSeconds, double.Epsilon, step.Seconds));
        Assert.All(observer.Epochs, epoch =>
        {
            Assert.Equal(20, epoch.Images);
            Assert.Equal(observer.Steps.Where(s => s.Epoch == epoch.Epoch).Average(s => s.Loss), epoch.TrainLoss, 12);
            AssertShare(epoch.TrainAccuracy, of: 20);
            AssertShare(epoch.TestAccuracy, of: 10);
            Assert.True(epoch.TestLoss > 0);
            Assert.True(epoch.ImagesPerSecond > 0 && epoch.Seconds > epoch.TrainSeconds);
        });
        Assert.Equal(6, observer.BatchesTracked); // the tests left the running statistics alone
    }

    [Fact]
    public void TheScriptDropsThePartialBatchAndTestsInTrainingMode()
    {
        var observer = Run(Plan with { Recipe = Recipe.Script, Epochs = 2 });

        Assert.Equal(new RunInfo("resnet18", 3, 100, 20, 10, StepsPerEpoch: 2, Epochs: 2, "cpu"), observer.Info);
        Assert.Equal([8, 8, 8, 8], observer.Steps.Select(s => s.Images));
        Assert.All(observer.Epochs, epoch =>
        {
            AssertShare(epoch.TrainAccuracy, of: 8); // the last batch alone
            Assert.Null(epoch.TestLoss);
        });
        Assert.Equal(4 + 2, observer.BatchesTracked); // four steps and two tests
    }

    [Fact]
    public void EachChoiceMakesADifferenceFromTheStepOnThatItIsAbout()
    {
        var plain = Losses(Plan);
        Assert.Equal(plain, Losses(Plan with { Schedule = new RateSchedule { WarmupEpochs = 0 }, Augmentation = "none", LabelSmoothing = 0 }));

        // A rate changes the weights after the first step; images and labels the first loss.
        Assert.Equal([true, false, false], Same(Plan with { Schedule = new RateSchedule { Name = "warmup" } }));
        Assert.Equal([true, true, false], Same(Plan with { Schedule = new RateSchedule { Name = "cosine" } }));
        Assert.Equal([true, false, false], Same(Plan with { Optimizer = new OptimizerPlan { Name = "sgd" } }));
        Assert.Equal([false, false, false], Same(Plan with { Augmentation = "crop_flip" }));
        Assert.Equal([false, false, false], Same(Plan with { LabelSmoothing = 0.1 }));

        double[] Losses(TrainingPlan plan) => [.. Run(plan).Steps.Select(step => step.Loss)];
        bool[] Same(TrainingPlan plan) => [.. Losses(plan).Zip(plain, (loss, other) => loss == other)];
    }

    [Fact]
    public void LimitsKeepTheFirstImages()
    {
        var limited = Run(Plan with { TrainLimit = 8, TestLimit = 5 });
        var cut = new RecordingObserver();
        TrainingRun.Execute(Plan, Train.Take(8), Test.Take(5), 10, cut);

        Assert.Equal((8, 5), (limited.Info!.TrainImages, limited.Info.TestImages));
        Assert.Equal(cut.FinalDigest, limited.FinalDigest);
        Assert.Equal(cut.Epochs[0].TestLoss, limited.Epochs[0].TestLoss);
    }

    [Fact]
    public void ASeedGivesTheSameWeightsBitForBit()
    {
        var (first, second, other) = (Run(Plan), Run(Plan), Run(Plan with { Seed = 4 }));

        Assert.Equal(first.Steps.Select(s => s.Loss), second.Steps.Select(s => s.Loss));
        Assert.Equal(first.FinalDigest, second.FinalDigest);
        Assert.NotEqual(first.FinalDigest, other.FinalDigest);
    }

    [Fact]
    public void WithoutASeedOneIsDrawnAndReported()
    {
        var plan = Plan with { TrainLimit = 8, TestLimit = 1 };
        var drawn = Run(plan with { Seed = null });
        var repeated = Run(plan with { Seed = drawn.Info!.Seed });

        Assert.Equal(drawn.FinalDigest, repeated.FinalDigest);
    }

    [Fact]
    public void NoTensorOutlivesItsStep()
    {
        var live = Run(Plan with { BatchSize = 2, TrainLimit = 12, Epochs = 2, TestLimit = 2 }).LiveTensors;

        Assert.Equal(12, live.Count);
        Assert.Equal(live[2], live[11]);
    }

    [Fact]
    public void CancellationEndsTheRunBeforeTheNextStep()
    {
        using var cancellation = new CancellationTokenSource();
        var observer = new RecordingObserver { StepDone = cancellation.Cancel };

        Assert.Throws<OperationCanceledException>(() => TrainingRun.Execute(Plan, Train, Test, 10, observer, cancellation.Token));

        Assert.Single(observer.Steps);
        Assert.Empty(observer.Epochs);
        Assert.Null(observer.FinalDigest);
    }

    [Fact]
    public void CancellationInTheLastStepEndsTheRunBeforeTheTest()
    {
        using var cancellation = new CancellationTokenSource();
        var observer = new RecordingObserver { StepDone = cancellation.Cancel };

        Assert.Throws<OperationCanceledException>(
            () => TrainingRun.Execute(Plan with { TrainLimit = 8 }, Train, Test, 10, observer, cancellation.Token));

        Assert.Empty(observer.Epochs);
    }

    [Fact]
    public void TheStandardRecipeStopsWhenTheLossIsNoNumber()
    {
        var observer = new RecordingObserver();

        var error = Assert.Throws<DivergedException>(
            () => TrainingRun.Execute(Plan with { LearningRate = 1e30, Epochs = 5 }, Train, Test, 10, observer));

        Assert.False(double.IsFinite(error.Loss));
        Assert.Equal((error.Epoch, error.Step), (observer.Steps[^1].Epoch, observer.Steps[^1].Step));
        Assert.Contains($"epoch {error.Epoch}, step {error.Step}", error.Message);
        Assert.Null(observer.FinalDigest);
    }

    [Fact]
    public void TheScriptGoesOnWhenTheLossIsNoNumber()
    {
        var observer = Run(Plan with { Recipe = Recipe.Script, LearningRate = 1e30, Epochs = 2 });

        Assert.False(double.IsFinite(observer.Epochs[^1].TrainLoss));
        Assert.NotNull(observer.FinalDigest);
    }

    [Fact]
    public void TooFewImagesAndForeignLabelsAreRefused()
    {
        AssertRefused("7 training images", Plan with { TrainLimit = 7, Recipe = Recipe.Script }, classes: 10);
        AssertRefused("label of training image 4 is 4; expected less than 4", Plan, classes: 4);
        AssertRefused("epochs is 0", Plan with { Epochs = 0 }, classes: 10);
        var noTest = Assert.Throws<ArgumentException>(
            () => TrainingRun.Execute(Plan, Train, Test.Take(0), 10, new RecordingObserver()));
        Assert.Contains("no test images", noTest.Message);
    }

    private static void AssertRefused(string message, TrainingPlan plan, int classes)
    {
        var observer = new RecordingObserver();
        var error = Assert.Throws<ArgumentException>(() => TrainingRun.Execute(plan, Train, Test, classes, observer));
        Assert.Contains(message, error.Message);
        Assert.Null(observer.Info);
    }

    private static void AssertShare(double accuracy, int of)
    {
        Assert.InRange(accuracy, 0, 1);
        Assert.Equal(Math.Round(accuracy * of), accuracy * of, 9);
    }

    private static RecordingObserver Run(TrainingPlan plan)
    {
        var observer = new RecordingObserver();
        TrainingRun.Execute(plan, Train, Test, 10, observer);
        return observer;
    }
}

using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Schedules;

namespace ResNet.Distributed.Training.Tests.Loop;

public sealed class TrainingPlanTests
{
    [Fact]
    public void TheDefaultsAreSound() => Assert.Empty(new TrainingPlan().Faults());

    [Fact]
    public void AllFaultsAreNamedAtOnce()
    {
        var plan = new TrainingPlan
        {
            Model = "vgg",
            LearningRate = double.NaN,
            BatchSize = 0,
            Epochs = -1,
            TrainLimit = 0,
            TestLimit = -5,
            Schedule = new RateSchedule { Name = "linear" },
            Augmentation = "mixup",
            LabelSmoothing = 1,
        };

        var error = Assert.Throws<ArgumentException>(plan.Validate);

        Assert.Equal(9, plan.Faults().Count);
        foreach (var part in new[]
        {
            "model is 'vgg'; expected one of resnet18, resnet34", "learning rate is NaN", "batch size is 0", "epochs is -1",
            "train limit is 0", "test limit is -5", "schedule is 'linear'", "augmentation is 'mixup'; expected one of none, crop_flip", "label smoothing is 1",
        })
        {
            Assert.Contains(part, error.Message);
        }
    }

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(double.PositiveInfinity)]
    public void ALearningRateIsFiniteAndNotNegative(double rate) =>
        Assert.Single(new TrainingPlan { LearningRate = rate }.Faults());
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Schedules;

namespace ResNet.Distributed.GpuWorker.Tests.Device;

public sealed class TrialPlanTests
{
    private static readonly TrialSpec Trial = SampleAssignment.Of(1).Trial;

    [Fact]
    public void WhatATrialDoesNotSayIsAsItWasBeforeItCould() =>
        Assert.Equal(new TrainingPlan { Model = "resnet18", LearningRate = 1e-3, BatchSize = 8, Epochs = 1 }, TrialPlan.Of(Trial));

    [Fact]
    public void EveryChoiceArrives()
    {
        var plan = TrialPlan.Of(Trial with
        {
            Hyperparameters = Trial.Hyperparameters with
            {
                Optimizer = "sgd",
                Momentum = 0.9,
                WeightDecay = 1e-4,
                Schedule = "cosine",
                WarmupEpochs = 2,
                Augmentation = "crop_flip",
                LabelSmoothing = 0.1,
            },
        });

        Assert.Equal(new OptimizerPlan { Name = "sgd", Momentum = 0.9, WeightDecay = 1e-4 }, plan.Optimizer);
        Assert.Equal(new RateSchedule { Name = "cosine", WarmupEpochs = 2 }, plan.Schedule);
        Assert.Equal(("crop_flip", 0.1), (plan.Augmentation, plan.LabelSmoothing));
        Assert.Empty(plan.Faults());
    }

    [Fact]
    public void WhatMeansNothingBesideAnotherChoiceIsLeftOut()
    {
        var plan = TrialPlan.Of(Trial with
        {
            Hyperparameters = Trial.Hyperparameters with { Optimizer = "adam", Momentum = 0.9, Schedule = "one_cycle", WarmupEpochs = 2 },
        });

        Assert.Equal((0, null), (plan.Optimizer.Momentum, plan.Schedule.WarmupEpochs));
        Assert.Empty(plan.Faults());
    }
}

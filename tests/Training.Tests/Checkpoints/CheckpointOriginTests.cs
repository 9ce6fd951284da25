using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

/// <summary>A run goes on from another run's checkpoint with a plan of its own.</summary>
[Collection(nameof(TorchTests))]
public sealed class CheckpointOriginTests(CheckpointOriginTests.Parent parent) : IClassFixture<CheckpointOriginTests.Parent>, IDisposable
{
    private readonly KeptRuns _child = new();

    public void Dispose() => _child.Dispose();

    [Fact]
    public void WithThePlanOfTheOtherItIsTheOtherToTheBit()
    {
        var taken = KeptRuns.Run(KeptRuns.Standard, Settings(1));

        Assert.Equal((1, 0), taken.ResumedAt);
        Assert.Equal(parent.Runs.Run(KeptRuns.Standard, attempt: 2).FinalDigest, taken.FinalDigest);
        Assert.Equal(["2/0/1"], _child.Positions);
    }

    [Fact]
    public void WithAnotherPlanItRepeatsAndGoesOnFromItsOwnCheckpoints()
    {
        var plan = KeptRuns.Standard with { LearningRate = 2e-3, LabelSmoothing = 0.1 };
        using var again = new KeptRuns();
        var settings = Settings(3) with { Folder = again.Folder, Origin = Origin(2) };

        KeptRuns.RunSteps(plan, steps: 1, settings);
        var resumed = KeptRuns.Run(plan, settings with { Attempt = 4 });

        Assert.Equal((1, 1), resumed.ResumedAt);
        Assert.Equal(KeptRuns.Run(plan, Settings(1)).FinalDigest, resumed.FinalDigest);
    }

    [Fact]
    public void WhatTheRunDidBeforeIsNotGoneOnFrom()
    {
        KeptRuns.RunSteps(KeptRuns.Standard, steps: 1, _child.Settings(1) with { Run = Settings(1).Run });

        Assert.Equal((1, 0), KeptRuns.RunSteps(KeptRuns.Standard, steps: 0, Settings(2) with { Origin = Origin(1) }).ResumedAt);
        Assert.Empty(_child.Warnings);
    }

    [Theory]
    [InlineData(0.9, 0)]
    [InlineData(0, 0.9)]
    public void AMomentumMayComeOrGo(double there, double here)
    {
        KeptRuns.Run(Sgd(there) with { StopAfter = 1 }, _child.Settings(1));
        var origin = new CheckpointOrigin(_child.Folder, _child.Settings(1).Run, 1, 0);

        var taken = KeptRuns.RunSteps(Sgd(here), steps: 1, Settings(1) with { Folder = _child.File("taken"), Origin = origin });

        Assert.Equal((1, 0), taken.ResumedAt);
        Assert.Empty(_child.Warnings);
    }

    [Fact]
    public void WhatCannotChangeBetweenTwoStepsIsRefusedAndNothingIsTrained()
    {
        var error = Assert.Throws<CheckpointOriginException>(() => KeptRuns.Run(Sgd(0.9), Settings(1)));

        Assert.Contains("the checkpoint of sweep-1/trial-4 after 1 epochs", error.Message);
        Assert.Contains("optimizer is adam momentum 0 weight_decay 0 there and sgd momentum 0.9 weight_decay 0 here", Assert.Single(_child.Warnings));
        Assert.Contains("1/0/1", parent.Runs.Positions);
    }

    [Fact]
    public void ACheckpointThatIsNotThereIsNoReasonToBeginAnew()
    {
        Assert.Throws<CheckpointOriginException>(() => KeptRuns.Run(KeptRuns.Standard, Settings(1) with { Origin = Origin(0) with { Epoch = 0 } }));
        Assert.Empty(_child.FileNames);
    }

    private static TrainingPlan Sgd(double momentum) => KeptRuns.Standard with { Optimizer = new OptimizerPlan { Name = "sgd", Momentum = momentum } };

    private CheckpointOrigin Origin(int attempt) => new(parent.Runs.Folder, parent.Runs.Settings(1).Run, 1, attempt);

    private CheckpointSettings Settings(int attempt) => _child.Settings(attempt) with { Run = "sweep-1/trial-5", Origin = Origin(0) };

    /// <summary>The other run, after one epoch of two.</summary>
    public sealed class Parent : IDisposable
    {
        public Parent() => Runs.Run(KeptRuns.Standard with { StopAfter = 1 });

        internal KeptRuns Runs { get; } = new();

        public void Dispose() => Runs.Dispose();
    }
}

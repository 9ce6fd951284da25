using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Trials;

/// <summary>Small valid messages, so that a test names only what it is about.</summary>
internal static class TrialSamples
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TrialSpec Spec(int epochs = 2, int maxFailures = 1, int number = 1) => new()
    {
        Id = new TrialId("sweep", number),
        Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty
            .Add("model", ParameterValue.Of("resnet18")).Add("lr", ParameterValue.Of(1e-3)),
        Hyperparameters = new Hyperparameters { Model = "resnet18", LearningRate = 1e-3, BatchSize = 8, Epochs = epochs },
        Metric = new MetricSpec("test_accuracy", MetricGoal.Maximize),
        MaxFailures = maxFailures,
    };

    public static Lease LeaseOf(int id, string worker = "worker-0") =>
        new(new Guid(id, 0, 0, new byte[8]), new TrialId("sweep", 1), [new WorkerId(worker, "silo")]);

    public static EpochMetrics Epoch(int epoch, double testAccuracy = 0.5) => new()
    {
        Epoch = epoch,
        TrainLoss = 2,
        TrainAccuracy = 0.25,
        TestLoss = 2.5,
        TestAccuracy = testAccuracy,
        Seconds = 1,
        Images = 16,
        ImagesPerSecond = 16,
    };

    public static TrialEvent Done(int attempt, int epoch, double testAccuracy = 0.5) => new TrialEvent.EpochDone(
        new EpochReport { Attempt = attempt, Metrics = Epoch(epoch, testAccuracy), Data = "cifar-10", Checkpoint = "trials/1/checkpoints/best.safetensors" });

    public static TrialEvent Ended(int attempt, AttemptOutcome outcome, string? error = null) =>
        new TrialEvent.AttemptEnded(new AttemptEnd(attempt, outcome, error), Now);

    public static TrialEvent Granted(int lease) => new TrialEvent.LeaseGranted(LeaseOf(lease), "secret", Now);

    public static TrialEvent Lost(int lease, LossKind kind = LossKind.Silent, int epoch = 0, int step = 0) => new TrialEvent.LeaseLost(
        new LeaseLoss(LeaseOf(lease).Id, kind, "silent", new TrialProgress { Epoch = epoch, Step = step, Steps = 10 }), Now);

    /// <summary>The state after these events, each of which must be taken.</summary>
    public static TrialState After(params TrialEvent[] events)
    {
        var state = new TrialState();
        foreach (var what in events)
        {
            (state, var taken) = TrialTransitions.Apply(state, what);
            Assert.True(taken, $"{what} was refused in {state.Status}");
        }

        return state;
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.GpuWorker.Tests.Device;

/// <summary>Small valid assignments of one trial.</summary>
internal static class SampleAssignment
{
    public static Assignment Of(int attempt) => new()
    {
        Trial = new TrialSpec
        {
            Id = new TrialId("sweep", 1),
            Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty,
            Hyperparameters = new Hyperparameters { Model = "resnet18", LearningRate = 1e-3, BatchSize = 8, Epochs = 1 },
            Metric = new MetricSpec("test_accuracy", MetricGoal.Maximize),
            MaxFailures = 0,
        },
        Attempt = attempt,
        Lease = new Lease(Guid.NewGuid(), new TrialId("sweep", 1), [new WorkerId("worker-0", "silo")]),
    };
}

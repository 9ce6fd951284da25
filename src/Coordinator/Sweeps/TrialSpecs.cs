using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>What a trial of a sweep computes.</summary>
internal static class TrialSpecs
{
    /// <summary>The trial of this number with these parameters.</summary>
    public static TrialSpec Of(SweepSpec sweep, int number, ImmutableSortedDictionary<string, ParameterValue> parameters, Guid run) => new()
    {
        Id = new TrialId(sweep.Name, number),
        Parameters = parameters,
        Hyperparameters = sweep.HyperparametersOf(parameters),
        Metric = sweep.Metric,
        Recipe = sweep.Recipe,
        TrainLimit = sweep.TrainLimit,
        TestLimit = sweep.TestLimit,
        MaxFailures = sweep.MaxFailures,
        CheckpointInterval = sweep.CheckpointInterval,
        Workers = sweep.WorkersPerTrial,
        SyncBatchNorm = sweep.SyncBatchNorm,
        Precision = sweep.Precision,
        ChannelsLast = sweep.ChannelsLast,
        Winograd = sweep.Winograd,
        Run = run,
    };
}

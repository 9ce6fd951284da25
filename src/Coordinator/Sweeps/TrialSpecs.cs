using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>What a trial of a sweep computes.</summary>
internal static class TrialSpecs
{
    /// <summary>The trial of this number; the same for the same sweep, whenever it is asked.</summary>
    public static TrialSpec Of(SweepSpec sweep, ISearcher searcher, int number, Guid run)
    {
        var parameters = searcher.Suggest(number);
        return new TrialSpec
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
            Run = run,
        };
    }
}

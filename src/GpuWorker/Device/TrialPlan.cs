using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Schedules;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>What a trial says, in the words of the training.</summary>
internal static class TrialPlan
{
    /// <summary>The plan of an attempt at a trial: up to the trial's next rung, or its end.</summary>
    public static TrainingPlan Of(Assignment assignment) => Of(assignment.Trial) with { StopAfter = assignment.StopAfter };

    /// <summary>The plan of a whole trial.</summary>
    public static TrainingPlan Of(TrialSpec trial) => new()
    {
        Model = trial.Hyperparameters.Model,
        LearningRate = trial.Hyperparameters.LearningRate,
        Schedule = ScheduleOf(trial.Hyperparameters),
        Optimizer = OptimizerOf(trial.Hyperparameters),
        BatchSize = trial.Hyperparameters.BatchSize,
        SyncBatchNorm = trial.SyncBatchNorm,
        Precision = trial.Precision switch
        {
            TrainingPrecision.Tf32 => Precision.Tf32,
            TrainingPrecision.Bf16 => Precision.Bf16,
            _ => Precision.Fp32,
        },
        ChannelsLast = trial.ChannelsLast,
        Winograd = trial.Winograd,
        Epochs = trial.Hyperparameters.Epochs,
        Seed = trial.Hyperparameters.Seed,
        TrainLimit = trial.TrainLimit,
        TestLimit = trial.TestLimit,
        Augmentation = trial.Hyperparameters.Augmentation,
        LabelSmoothing = trial.Hyperparameters.LabelSmoothing,
        Recipe = trial.Recipe == TrainingRecipe.Script ? Recipe.Script : Recipe.Standard,
    };

    // A search may choose each parameter whatever the others are; what means nothing beside them is left out.
    private static RateSchedule ScheduleOf(Hyperparameters chosen) => new()
    {
        Name = chosen.Schedule,
        WarmupEpochs = chosen.Schedule == "one_cycle" ? null : chosen.WarmupEpochs,
    };

    private static OptimizerPlan OptimizerOf(Hyperparameters chosen) => new()
    {
        Name = chosen.Optimizer,
        Momentum = chosen.Optimizer == Hyperparameters.Adam ? 0 : chosen.Momentum,
        WeightDecay = chosen.WeightDecay,
    };
}

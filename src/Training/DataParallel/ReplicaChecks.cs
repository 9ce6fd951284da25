using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>What several ranks make of a plan, before anything is started.</summary>
internal static class ReplicaChecks
{
    /// <summary>Refuses a plan that so many ranks cannot run.</summary>
    /// <exception cref="ArgumentException">The batch cannot be shared evenly, or the recipe is for one rank.</exception>
    public static void Check(TrainingPlan plan, Replicas replicas)
    {
        if (plan.BatchSize % replicas.WorldSize != 0)
        {
            throw new ArgumentException(
                $"The batch size is {plan.BatchSize}; expected a multiple of {replicas.WorldSize}, the number of ranks.", nameof(plan));
        }

        // Its test takes its statistics from one batch of all images, and its last partial batch is left out.
        if (plan.Recipe.TestInTrainingMode && !replicas.IsAlone)
        {
            throw new ArgumentException($"Recipe {plan.Recipe.Name} runs on one rank; there are {replicas.WorldSize}.", nameof(plan));
        }
    }
}

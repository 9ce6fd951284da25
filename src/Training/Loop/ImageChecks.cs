namespace ResNet.Distributed.Training.Loop;

/// <summary>What a plan makes of its images, before anything is started.</summary>
internal static class ImageChecks
{
    /// <summary>Steps in one epoch; 0 where there is not one batch.</summary>
    public static int StepsPerEpoch(TrainingPlan plan, int images)
    {
        var full = images / plan.BatchSize;
        return plan.Recipe.DropLastBatch || images % plan.BatchSize == 0 ? full : full + 1;
    }

    /// <summary>Refuses images that a plan cannot be run on.</summary>
    /// <exception cref="ArgumentException">There are too few, or a label is not below the number of classes.</exception>
    public static void Check(TrainingPlan plan, ImageSet train, ImageSet test, int classes, int stepsPerEpoch)
    {
        if (stepsPerEpoch == 0)
        {
            var least = plan.Recipe.DropLastBatch ? $"a full batch of {plan.BatchSize}" : "one";
            throw new ArgumentException($"There are {train.Count} training images; expected {least} or more.", nameof(train));
        }

        if (test.Count == 0)
        {
            throw new ArgumentException("There are no test images; expected one or more.", nameof(test));
        }

        CheckLabels(train, "training", classes);
        CheckLabels(test, "test", classes);
    }

    private static void CheckLabels(ImageSet images, string what, int classes)
    {
        var index = images.Labels.Span.IndexOfAnyExceptInRange((byte)0, (byte)Math.Clamp(classes - 1, 0, 255));
        if (index >= 0)
        {
            var label = images.Labels.Span[index];
            throw new ArgumentException(
                $"The label of {what} image {index} is {label}; expected less than {classes}, the number of classes.");
        }
    }
}

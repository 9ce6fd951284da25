using System.Globalization;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>What decides a run's numbers, by name: two runs of one fingerprint and one seed are the same to the bit.</summary>
internal static class PlanFingerprint
{
    private const string PrecisionName = "precision";
    private const string OptimizerName = "optimizer";

    // Beside the optimizer's settings: no step depends on what they were in the steps before.
    private static readonly HashSet<string> Changeable = new(StringComparer.Ordinal) { "learning_rate", "augmentation", "label_smoothing" };

    /// <summary>The fingerprint of a run.</summary>
    public static Dictionary<string, string> Of(TrainingState state, string dataName)
    {
        var (plan, info) = (state.Plan, state.Info);
        var fingerprint = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = plan.Model,
            ["learning_rate"] = plan.LearningRate.ToString("R", CultureInfo.InvariantCulture),
            [OptimizerName] = plan.Optimizer.ToString(),
            ["batch_size"] = Text(plan.BatchSize),
            ["seed"] = Text(plan.Seed),
            ["epochs"] = Text(plan.Epochs),
            ["train_limit"] = Text(plan.TrainLimit),
            ["test_limit"] = Text(plan.TestLimit),
            ["sync_batchnorm"] = plan.SyncBatchNorm ? "true" : "false",
            ["recipe"] = plan.Recipe.Name,
            ["outputs"] = Text(info.Outputs),
            ["train_images"] = Text(info.TrainImages),
            ["test_images"] = Text(info.TestImages),
            ["data"] = dataName,
        };

        // Only what is not as it was before there was a choice: older checkpoints have none of these names.
        AddUnless(plan.Precision == Precision.Fp32, PrecisionName, Text(plan.Precision));
        AddUnless(!plan.ChannelsLast, "channels_last", "true");
        AddUnless(!plan.Winograd, "winograd", "true");
        AddUnless(plan.Schedule.IsConstant, "lr_schedule", plan.Schedule.ToString());
        AddUnless(!plan.IsAugmented, "augmentation", plan.Augmentation);
        AddUnless(plan.LabelSmoothing == 0, "label_smoothing", plan.LabelSmoothing.ToString("R", CultureInfo.InvariantCulture));
        return fingerprint;

        void AddUnless(bool isUsual, string name, string value)
        {
            if (!isUsual)
            {
                fingerprint[name] = value;
            }
        }
    }

    /// <summary>Each value that differs, with both; empty where none does.</summary>
    /// <param name="found">Of a checkpoint.</param>
    /// <param name="expected">Of a run.</param>
    /// <param name="mayChange">Whether what can change between two steps may differ.</param>
    public static IReadOnlyList<string> Differences(
        IReadOnlyDictionary<string, string> found, IReadOnlyDictionary<string, string> expected, bool mayChange = false) =>
    [
        .. from name in expected.Keys.Union(found.Keys)
           let missing = name == PrecisionName ? Text(Precision.Fp32) : "missing"
           let there = found.GetValueOrDefault(name, missing)
           let here = expected.GetValueOrDefault(name, missing)
           where there != here && !(mayChange && (Changeable.Contains(name) || (name == OptimizerName && KindOf(there) == KindOf(here))))
           select $"{name} is {there} there and {here} here",
    ];

    private static string KindOf(string optimizer) => optimizer.Split(' ')[0];

    private static string Text(Precision precision) => precision.ToString().ToLowerInvariant();

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";
}

using ResNet.Distributed.Training.Augmentations;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Schedules;

namespace ResNet.Distributed.Training.Loop;

/// <summary>What to train, and how. The defaults are the original script's.</summary>
public sealed record TrainingPlan
{
    private const string NoAugmentation = "none";

    /// <summary>A name that <see cref="ModelZoo"/> knows.</summary>
    public string Model { get; init; } = "resnet18";

    /// <summary>The optimizer's learning rate, the highest one of its schedule; 0 or more.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>How the learning rate changes over the steps.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Constant;

    /// <summary>The optimizer and its other settings.</summary>
    public OptimizerPlan Optimizer { get; init; } = OptimizerPlan.Default;

    /// <summary>Images per step, of all ranks together; 1 or more.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Whether BatchNorm's batch is that of all ranks; otherwise each rank's own.</summary>
    public bool SyncBatchNorm { get; init; }

    /// <summary>In which numbers the model computes, in training and in tests.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Whether the activations lie in memory with the channels of a pixel side by side. BatchNorm and some convolutions are faster so, and sum in
    /// another order: the same run has other bits.
    /// </summary>
    public bool ChannelsLast { get; init; }

    /// <summary>
    /// Whether convolutions of 3×3 with a stride of 1 are computed on a CPU by Winograd's minimal filtering, with a quarter of the multiplications, in the
    /// layout of <see cref="ChannelsLast"/>: the same run has other bits. A processor without AVX-512 and a GPU compute them as ever.
    /// </summary>
    public bool Winograd { get; init; }

    /// <summary>Passes over the training images; 1 or more.</summary>
    public int Epochs { get; init; } = 63;

    /// <summary>
    /// The run ends when so many epochs are done, as if they were all, and can be gone on with later: no number depends on it. 1 or more; null:
    /// it ends when all are.
    /// </summary>
    public int? StopAfter { get; init; }

    /// <summary>Decides the initial weights and the order of the images; null: one is drawn and reported.</summary>
    public long? Seed { get; init; }

    /// <summary>Keep only the first training images; null: all.</summary>
    public int? TrainLimit { get; init; }

    /// <summary>Keep only the first test images; null: all that the recipe uses.</summary>
    public int? TestLimit { get; init; }

    /// <summary>What is done to the training images: <c>none</c>, or <c>crop_flip</c> (<see cref="CropFlip"/>).</summary>
    public string Augmentation { get; init; } = NoAugmentation;

    /// <summary>Whether anything is.</summary>
    public bool IsAugmented => Augmentation != NoAugmentation;

    /// <summary>
    /// Share ε of each label that is spread over all K classes in training, from 0 to below 1: the label's target is 1 - ε + ε/K, the
    /// others' ε/K (Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016, section 7).
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The original script's ways or the usual ones.</summary>
    public Recipe Recipe { get; init; } = Recipe.Standard;

    /// <summary>All that is wrong with the plan; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (!ModelZoo.Names.Contains(Model))
        {
            faults.Add($"model is '{Model}'; expected one of {string.Join(", ", ModelZoo.Names)}");
        }

        if (!double.IsFinite(LearningRate) || LearningRate < 0)
        {
            faults.Add(FormattableString.Invariant($"learning rate is {LearningRate}; expected a finite number, 0 or more"));
        }

        faults.AddRange(Schedule.Faults());
        faults.AddRange(Optimizer.Faults());
        if (Augmentation is not (NoAugmentation or "crop_flip"))
        {
            faults.Add($"augmentation is '{Augmentation}'; expected one of none, crop_flip");
        }

        if (LabelSmoothing is not (>= 0 and < 1))
        {
            faults.Add(FormattableString.Invariant($"label smoothing is {LabelSmoothing}; expected a number from 0 to below 1"));
        }

        AtLeastOne("batch size", BatchSize);
        AtLeastOne("epochs", Epochs);
        AtLeastOne("epochs to stop after", StopAfter ?? 1);
        AtLeastOne("train limit", TrainLimit ?? 1);
        AtLeastOne("test limit", TestLimit ?? 1);
        return faults;

        void AtLeastOne(string what, int value)
        {
            if (value < 1)
            {
                faults.Add($"{what} is {value}; expected 1 or more");
            }
        }
    }

    /// <summary>Refuses a plan that cannot be run.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message names all of it.</exception>
    public void Validate()
    {
        if (Faults() is { Count: > 0 } faults)
        {
            throw new ArgumentException($"The training plan cannot be run: {string.Join("; ", faults)}.");
        }
    }
}

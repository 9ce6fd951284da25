using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.Training.Loop;

/// <summary>What a run turned out to be, once its limits, its data and its machine are known.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Seed">The seed in use: the plan's, or the one that was drawn.</param>
/// <param name="Outputs">Outputs of the model.</param>
/// <param name="TrainImages">Training images left by the limit.</param>
/// <param name="TestImages">Test images that each epoch's test uses.</param>
/// <param name="StepsPerEpoch">Steps in one epoch.</param>
/// <param name="Epochs">Epochs to run.</param>
/// <param name="Device">The device, as torch names it: cpu, cuda:0.</param>
public sealed record RunInfo(
    string Model, long Seed, int Outputs, int TrainImages, int TestImages, int StepsPerEpoch, int Epochs, string Device)
{
    /// <summary>What carries gradients from rank to rank, for people; <c>none</c> where there is one rank.</summary>
    public string GradientTransport { get; init; } = "none";

    /// <summary>In which numbers the model computes.</summary>
    public Precision Precision { get; init; }

    /// <summary>Why the convolutions are not Winograd's though the plan says so; null where they are, or it does not.</summary>
    public string? WinogradObstacle { get; init; }

    /// <summary>Where the training images lie, for people.</summary>
    public string Images { get; init; } = "memory";
}

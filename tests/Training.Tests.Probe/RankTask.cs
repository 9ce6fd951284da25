using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.Training.Tests.Probe;

/// <summary>What one rank is to do, as a JSON file.</summary>
/// <param name="Folder">Where the ranks meet, and where each writes what it got.</param>
/// <param name="WorldSize">How many there are.</param>
/// <param name="Transport">What carries gradients.</param>
/// <param name="TrainImages">Images of <see cref="FormulaImages"/> to train on.</param>
/// <param name="TestImages">Images to test on.</param>
/// <param name="Classes">Outputs of the model.</param>
/// <param name="BatchSize">Of all ranks.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="LearningRate">Adam's.</param>
/// <param name="SyncBatchNorm">Whether BatchNorm's batch is that of all ranks.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="KeepsCheckpoints">Whether rank 0 keeps checkpoints, one after each step.</param>
/// <param name="HoldsAt">The step before which the rank of <see cref="HoldingRank"/> tells so and waits for ever; null: it does not.</param>
/// <param name="HoldingRank">See there.</param>
/// <param name="StopsAt">The step after which rank 1 hands its work back; null: it does not.</param>
internal sealed record RankTask(
    string Folder, int WorldSize, TransportChoice Transport, int TrainImages, int TestImages, int Classes, int BatchSize, int Epochs,
    double LearningRate, bool SyncBatchNorm, int Attempt, bool KeepsCheckpoints, int? HoldsAt, int HoldingRank, int? StopsAt);

namespace ResNet.Distributed.Training.Tests.Probe;

/// <summary>What one rank got, as a JSON file.</summary>
/// <param name="Losses">Of its steps.</param>
/// <param name="Digest">Of the final weights; null where it did not get there.</param>
/// <param name="TestAccuracy">Of the last epoch.</param>
/// <param name="TestLoss">Of the last epoch.</param>
/// <param name="Images">Of the last epoch.</param>
/// <param name="Failure">The exception's type and message; null where there was none.</param>
/// <param name="Lost">The rank that was lost; null where none was.</param>
/// <param name="Position">Epoch and step that the run went on from; null where it began.</param>
internal sealed record RankOutcome(
    double[] Losses, string? Digest, double? TestAccuracy, double? TestLoss, long Images, string? Failure, int? Lost, string? Position);

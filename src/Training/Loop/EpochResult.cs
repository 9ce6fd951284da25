namespace ResNet.Distributed.Training.Loop;

/// <summary>One epoch of training and its test.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="TrainLoss">Mean of the steps' losses.</param>
/// <param name="TrainAccuracy">0 to 1; over the batches that the recipe names.</param>
/// <param name="TestAccuracy">0 to 1.</param>
/// <param name="TestLoss">Mean cross-entropy over the test images; null where the recipe has none.</param>
/// <param name="Images">Images trained on.</param>
/// <param name="TrainSeconds">Duration of the steps.</param>
/// <param name="TestSeconds">Duration of the test.</param>
public sealed record EpochResult(
    int Epoch, double TrainLoss, double TrainAccuracy, double TestAccuracy, double? TestLoss,
    long Images, double TrainSeconds, double TestSeconds)
{
    /// <summary>Duration of the whole epoch.</summary>
    public double Seconds => TrainSeconds + TestSeconds;

    /// <summary>Images per second of training, the test left out.</summary>
    public double ImagesPerSecond => Images / TrainSeconds;
}

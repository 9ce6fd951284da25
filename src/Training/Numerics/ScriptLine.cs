using System.Globalization;

namespace ResNet.Distributed.Training.Numerics;

/// <summary>The line that the original script prints after each epoch.</summary>
public static class ScriptLine
{
    /// <summary>
    /// Python's <c>print("epoch:", epoch, "train_loss:", round(train_loss, 2), …)</c>, without the line's end:
    /// <c>epoch: 0 train_loss: 4.94 ;accuracy: 0.02 ;test_accuracy: 0.04</c>.
    /// </summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="trainLoss">Mean of the steps' losses.</param>
    /// <param name="accuracy">Training accuracy, 0 to 1.</param>
    /// <param name="testAccuracy">Test accuracy, 0 to 1.</param>
    public static string Format(int epoch, double trainLoss, double accuracy, double testAccuracy) =>
        string.Create(CultureInfo.InvariantCulture,
            $"epoch: {epoch} train_loss: {Rounded(trainLoss)} ;accuracy: {Rounded(accuracy)} ;test_accuracy: {Rounded(testAccuracy)}");

    private static string Rounded(double value) => PythonFormat.Repr(PythonFormat.Round(value, 2));
}

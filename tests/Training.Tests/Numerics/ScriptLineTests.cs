using ResNet.Distributed.Training.Numerics;

namespace ResNet.Distributed.Training.Tests.Numerics;

public sealed class ScriptLineTests
{
    [Theory]
    [InlineData(0, 4.941591262817383, 0.015625, 0.037109375, "epoch: 0 train_loss: 4.94 ;accuracy: 0.02 ;test_accuracy: 0.04")]
    [InlineData(62, 0.5, 1.0, 0.0, "epoch: 62 train_loss: 0.5 ;accuracy: 1.0 ;test_accuracy: 0.0")]
    [InlineData(1, double.NaN, 0.1, 0.1, "epoch: 1 train_loss: nan ;accuracy: 0.1 ;test_accuracy: 0.1")]
    public void IsTheLineThatTheScriptPrints(int epoch, double trainLoss, double accuracy, double testAccuracy, string expected) =>
        Assert.Equal(expected, ScriptLine.Format(epoch, trainLoss, accuracy, testAccuracy));
}

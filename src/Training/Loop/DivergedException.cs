namespace ResNet.Distributed.Training.Loop;

/// <summary>The loss became infinite or not a number: nothing is to be learned from going on.</summary>
public sealed class DivergedException(int epoch, int step, double loss)
    : Exception(FormattableString.Invariant($"Training diverged: the loss is {loss} in epoch {epoch}, step {step}."))
{
    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>The step in the epoch, from 0.</summary>
    public int Step { get; } = step;

    /// <summary>The loss: NaN or an infinity.</summary>
    public double Loss { get; } = loss;
}

namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>
/// How much each kernel counts: the prior and the newest 25 trials alike, older ones less, the older they are (linear forgetting, as in
/// Bergstra, Yamins and Cox, "Making a Science of Model Search", ICML 2013, section 5, and its program, Hyperopt).
/// </summary>
internal static class KernelWeights
{
    private const int NotForgotten = 25;

    /// <summary>The weights of so many trials, the oldest first, and of the prior; 1 in all.</summary>
    public static double[] Of(int trials)
    {
        var forgotten = Math.Max(0, trials - NotForgotten);
        var weights = new double[trials + 1];
        for (var index = 0; index < weights.Length; index++)
        {
            // From 1/trials to 1, in even steps.
            weights[index] = index >= forgotten ? 1
                : forgotten == 1 ? 1.0 / trials
                : (1.0 / trials) + (index * (1 - (1.0 / trials)) / (forgotten - 1));
        }

        var sum = weights.Sum();
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] /= sum;
        }

        return weights;
    }
}

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

/// <summary>
/// Made-up trials that learn as networks do: the error falls by a power of the epochs towards a floor of the trial's own, some fast and some
/// slowly whatever their floor, and each test has noise.
/// </summary>
internal sealed class LearningCurves
{
    private const double Chance = 0.9;
    private const double Noise = 0.005;

    private readonly (double Floor, double Speed, double Seconds)[] _trials;
    private readonly int _seed;

    /// <param name="trials">How many.</param>
    /// <param name="seed">Decides everything.</param>
    public LearningCurves(int trials, int seed)
    {
        var random = new Random(seed);
        _seed = seed;
        _trials = [.. Enumerable.Range(0, trials).Select(_ =>
            (0.05 + (0.8 * random.NextDouble()), 0.6 + (0.6 * random.NextDouble()), 1 + random.NextDouble()))];
    }

    /// <summary>The accuracy of a trial after so many epochs; the same whenever it is asked.</summary>
    public double Accuracy(int trial, int epoch)
    {
        var noise = new Random(HashCode(trial, epoch));
        var normal = Math.Sqrt(-2 * Math.Log(1 - noise.NextDouble())) * Math.Cos(2 * Math.PI * noise.NextDouble());
        return Math.Clamp(Expected(trial, epoch) + (Noise * normal), 0, 1);
    }

    /// <summary>How long an epoch of a trial takes.</summary>
    public double SecondsPerEpoch(int trial) => _trials[trial - 1].Seconds;

    /// <summary>A trial's place among all after so many epochs, without the noise; 1 is the best.</summary>
    public int Rank(int trial, int epochs) => 1 + Enumerable.Range(1, _trials.Length).Count(other => Expected(other, epochs) > Expected(trial, epochs));

    private double Expected(int trial, int epoch)
    {
        var (floor, speed, _) = _trials[trial - 1];
        return 1 - floor - ((Chance - floor) * Math.Pow(epoch, -speed));
    }

    // The same in every process, unlike System.HashCode.
    private int HashCode(int trial, int epoch) => (((_seed * 1009) + trial) * 9973) + epoch;
}

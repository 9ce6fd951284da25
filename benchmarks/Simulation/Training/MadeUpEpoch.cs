using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Simulation.Training;

/// <summary>Epochs that nobody trained, but that look like it: a function of the trial's parameters, its number and the epoch.</summary>
internal static class MadeUpEpoch
{
    private const int Images = 50_000;
    private const double Chance = 0.1;

    // Adam on CIFAR-10 does best at about this rate, and worse with every factor of ten from it.
    private const double BestRate = 1e-3;

    // Above it, the loss overflows after some epochs.
    private const double LargestRate = 0.5;

    /// <summary>An epoch's numbers.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="length">How long it is said to have taken.</param>
    public static EpochMetrics Of(TrialSpec trial, int epoch, TimeSpan length)
    {
        var noise = new Noise(trial.Id.Number, epoch);
        var (reachable, pace) = Promise(trial);
        var learnt = 1 - Math.Exp(-(epoch + 1) / pace);
        var test = Math.Clamp(Chance + ((reachable - Chance) * learnt) + noise.Next(0.01), 0, 1);
        var train = Math.Clamp(test + (0.08 * learnt) + noise.Next(0.005), 0, 1);
        var loss = Diverges(trial, epoch) ? double.NaN : Loss(train);
        return new EpochMetrics
        {
            Epoch = epoch,
            TrainLoss = loss,
            TrainAccuracy = double.IsNaN(loss) ? Chance : train,
            TestLoss = double.IsNaN(loss) ? double.NaN : Loss(test) + (0.2 * learnt * learnt),
            TestAccuracy = double.IsNaN(loss) ? Chance : test,
            Seconds = length.TotalSeconds,
            Images = trial.TrainLimit ?? Images,
            ImagesPerSecond = length > TimeSpan.Zero ? (trial.TrainLimit ?? Images) / length.TotalSeconds * (1 + noise.Next(0.03)) : 0,
        };
    }

    /// <summary>Whether the loss is no number after this epoch.</summary>
    public static bool Diverges(TrialSpec trial, int epoch) => trial.Hyperparameters.LearningRate > LargestRate && epoch >= 2;

    // How good it gets, and in how many epochs.
    private static (double Reachable, double Pace) Promise(TrialSpec trial)
    {
        var away = Math.Abs(Math.Log10(trial.Hyperparameters.LearningRate / BestRate));
        var deep = trial.Hyperparameters.Model == "resnet18" ? 0 : 0.01;
        var luck = new Noise(trial.Id.Number, -1).Next(0.01);
        return (Math.Clamp(0.93 + deep + luck - (0.09 * away * away), 0.15, 0.97), 4 + (3 * away) + (300 * deep));
    }

    private static double Loss(double accuracy) => -Math.Log(Math.Max(accuracy, 0.01));

    // The same in every process and at every repetition.
    private sealed class Noise(int trial, int epoch)
    {
        private readonly RandomStream _stream = RandomStream.For(epoch, trial, "simulation");

        /// <summary>From minus <paramref name="most"/> to plus that, values in the middle being likelier.</summary>
        public double Next(double most) => most * (_stream.NextUnit() + _stream.NextUnit() - 1);
    }
}

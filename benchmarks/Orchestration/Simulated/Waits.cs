namespace ResNet.Distributed.Orchestration.Simulated;

/// <summary>What workers wait from the end of a trial's epoch to the beginning of the next trial, in seconds.</summary>
/// <param name="Mean">On average.</param>
/// <param name="Median">The median.</param>
/// <param name="Late">Longer than this are one in a hundred.</param>
/// <param name="Most">The longest.</param>
internal sealed record Waits(double Mean, double Median, double Late, double Most)
{
    /// <summary>Of trials that were trained once each; null where no worker had two.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="trialSeconds">What a trial's epochs take by the clock, which is what a worker is asked to wait.</param>
    public static Waits? Of(IEnumerable<SweepTimes.Trial> trials, double trialSeconds)
    {
        var sorted = trials
            .GroupBy(trial => trial.Worker)
            .Select(worker => worker.OrderBy(trial => trial.Began).ToArray())
            .SelectMany(worker => worker.Zip(worker.Skip(1), (one, next) => (next.Began - one.Began).TotalSeconds - trialSeconds))
            .Order()
            .ToArray();
        return sorted.Length == 0 ? null : new Waits(sorted.Average(), sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], sorted[^1]);
    }
}

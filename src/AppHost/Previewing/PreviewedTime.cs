using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Halving;

namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>How long a sweep takes on some workers, in epochs, one after the other.</summary>
/// <param name="AtOnce">Trials at a time; 0 where none could start.</param>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
internal readonly record struct PreviewedTime(int AtOnce, double Least, double Most)
{
    /// <summary>The time of a sweep.</summary>
    /// <param name="spec">The sweep.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="bounds">The epochs of all of them together.</param>
    /// <param name="workers">From 0.</param>
    public static PreviewedTime Of(SweepSpec spec, PreviewedTrials trials, EpochBounds bounds, int workers)
    {
        var atOnce = Math.Min(workers / spec.WorkersPerTrial.Min, Math.Min(trials.Count, spec.MaxConcurrent ?? int.MaxValue));
        if (atOnce == 0)
        {
            return default;
        }

        var least = spec.EarlyTerminate switch
        {
            null => OneAfterTheOther(trials.Fewest, atOnce),
            PatienceTermination patience => OneAfterTheOther(trials.Fewest.Select(epochs => Math.Min(epochs, patience.Epochs + 1)), atOnce),
            ThresholdTermination threshold => OneAfterTheOther(trials.Fewest.Select(epochs => Math.Min(epochs, threshold.Epoch)), atOnce),

            // One goes to its end at least.
            _ => Math.Max(bounds.Least / (double)atOnce, trials.Fewest.Min()),
        };

        // Where all are sure not to go to their ends, they share the workers about evenly.
        var most = bounds.Most < trials.Most.Sum(epochs => (long)epochs)
            ? Math.Max(bounds.Most / (double)atOnce, trials.Most.Max())
            : OneAfterTheOther(trials.Most, atOnce);
        return new(atOnce, least, most);
    }

    // In their order; each begins when one before it has ended. A trial is not shared between two workers that would be free.
    private static long OneAfterTheOther(IEnumerable<int> trials, int atOnce)
    {
        var free = new PriorityQueue<long, long>(Enumerable.Repeat((0L, 0L), atOnce));
        var end = 0L;
        foreach (var epochs in trials)
        {
            var done = free.Dequeue() + epochs;
            free.Enqueue(done, done);
            end = Math.Max(end, done);
        }

        return end;
    }
}

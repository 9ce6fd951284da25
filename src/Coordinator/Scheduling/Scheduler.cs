using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Halving;
using ResNet.Distributed.Coordinator.Search.Pbt;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>Makes the scheduler that a sweep asks for.</summary>
internal static class Scheduler
{
    /// <param name="spec">The sweep.</param>
    /// <param name="trials">How many trials it has.</param>
    public static IScheduler Create(SweepSpec spec, int trials) => spec.EarlyTerminate switch
    {
        null when spec.Population is { } population => new PopulationScheduler(population, new Exploration(spec), spec.Seed ?? 0),
        null => new RunToTheEnd(),
        AshaTermination how => new AshaScheduler(Brackets.Of(how, trials, spec.MostEpochs)[0]),
        HyperbandTermination how => new HyperbandScheduler(Brackets.Of(how, trials, spec.MostEpochs)),
        MedianTermination how => new MedianScheduler(how),
        PatienceTermination how => new PatienceScheduler(how),
        ThresholdTermination how => new ThresholdScheduler(how),
        var other => throw new ArgumentException($"No scheduler for {other}.", nameof(spec)),
    };
}

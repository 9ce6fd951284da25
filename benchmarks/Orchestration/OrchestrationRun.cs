using System.Globalization;
using ResNet.Distributed.Orchestration.Simulated;
using ResNet.Distributed.Orchestration.Trained;

namespace ResNet.Distributed.Orchestration;

/// <summary>The benchmark.</summary>
/// <param name="options">What is measured.</param>
/// <param name="note">Hears how far it is.</param>
internal sealed class OrchestrationRun(OrchestrationOptions options, Action<string> note)
{
    private const int Busy = 48;
    private const int Epochs = 10;

    /// <summary>Runs it.</summary>
    public async Task<OrchestrationFigures> RunAsync(CancellationToken stop)
    {
        var reports = await ReportsAsync(stop);
        var cores = await HeartbeatsAsync(stop);
        var growths = new List<Growth>
        {
            await GrowAsync("trials", [500, 1000, 2000, 4000], value => new SimulatedLoad(1, value / options.Divisor, Epochs, Busy, 0), stop),
            await GrowAsync("workers", [8, 16, 32, 64], value => new SimulatedLoad(1, 1000 / options.Divisor, Epochs, value, 0), stop),
            await GrowAsync("sweeps", [1, 2, 4, 8], value => new SimulatedLoad(value, 250 / options.Divisor, Epochs, Busy, 0), stop),
        };
        var (bare, orchestrated) = await TrainAsync(stop);
        return new OrchestrationFigures
        {
            Short = await ShortAsync(stop),
            Reports = reports,
            HeartbeatCores = cores,
            Growths = growths,
            Bare = bare,
            Orchestrated = orchestrated,
        };
    }

    /// <summary>Runs one part of it, whose figures are noted.</summary>
    public Task RunAsync(OrchestrationPart part, CancellationToken stop) => part switch
    {
        OrchestrationPart.Reports => ReportsAsync(stop),
        OrchestrationPart.Heartbeats => HeartbeatsAsync(stop),
        OrchestrationPart.Trained => TrainAsync(stop),
        _ => ShortAsync(stop),
    };

    // A process compiles its code anew for some seconds of full load: without a first sweep, that would be most of what is measured.
    private Task<SimulatedTime> ReportsAsync(CancellationToken stop)
    {
        var load = new SimulatedLoad(1, 1000 / options.Divisor, 50, Busy, 0);
        return RunAsync(load, load with { Trials = 500 }, stop);
    }

    private Task<SimulatedTime> ShortAsync(CancellationToken stop)
    {
        var load = new SimulatedLoad(1, options.Trials, 1, options.Workers, 1, options.Speed);
        return RunAsync(load, load with { Trials = 4 * options.Workers }, stop);
    }

    private async Task<double> HeartbeatsAsync(CancellationToken stop)
    {
        var cores = await Simulation.HeartbeatsAsync(options.PoolWorkers, options.PoolTime, stop);
        note(Text($"{options.PoolWorkers} workers: {cores:0.000} cores"));
        return cores;
    }

    private async Task<Growth> GrowAsync(string size, int[] values, Func<int, SimulatedLoad> load, CancellationToken stop)
    {
        var points = new List<(int, SimulatedTime)>();
        foreach (var value in values)
        {
            points.Add((value, await RunAsync(load(value), null, stop)));
        }

        return new Growth(size, points);
    }

    private async Task<SimulatedTime> RunAsync(SimulatedLoad load, SimulatedLoad? first, CancellationToken stop)
    {
        var time = await Simulation.RunAsync(load, first, stop);
        note(Text($"{load.Sweeps} × {load.Trials} trials of {load.Epochs} epochs on {load.Workers} workers: {time.Seconds:0.00} s, {time.Reports:0} epochs/s"));
        note(Text($"  ms of CPU each: {1000 * time.CpuPerEpoch:0.000} coordinator, {1000 * time.WorkersCpuSeconds / load.AllEpochs:0.000} workers, {1000 * time.StoreCpuSeconds / load.AllEpochs:0.000} store"));
        if (time.Waits is { } waits)
        {
            note(Text($"  a worker waits {1000 * waits.Mean:0.0} ms between trials (median {1000 * waits.Median:0.0}, 99 of 100 at most {1000 * waits.Late:0.0}, most {1000 * waits.Most:0.0})"));
        }

        return time;
    }

    private async Task<(List<IReadOnlyList<TrialTime>> Bare, List<IReadOnlyList<TrialTime>> Orchestrated)> TrainAsync(CancellationToken stop)
    {
        var (bare, orchestrated) = (new List<IReadOnlyList<TrialTime>>(), new List<IReadOnlyList<TrialTime>>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            bare.Add(await TrainedTrials.BareAsync(stop));
            orchestrated.Add(await TrainedTrials.OrchestratedAsync(stop));
            note(Text($"round {round}: {Times(bare[^1])} s bare, {Times(orchestrated[^1])} s orchestrated"));
        }

        return (bare, orchestrated);
    }

    private static string Times(IEnumerable<TrialTime> trials) =>
        string.Join(" and ", trials.Select(trial => Text($"{trial.Seconds:0.0} ({trial.EpochSeconds:0.0} its epoch)")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Simulation.Workers;

/// <summary>All workers of this process; they share its silo, which each one's id names.</summary>
internal sealed class SimulatedWorkers(
    SimulationOptions options, ILocalSiloDetails silo, IGrainFactory grains, TimeProvider time, ILogger<SimulatedWorkers> logger)
    : BackgroundService
{
    private readonly ImmutableDictionary<string, SimulatedWorker> _workers = Enumerable.Range(0, options.Workers)
        .Select(index => new WorkerId(
            string.Create(CultureInfo.InvariantCulture, $"{options.Name}-{index}"), silo.SiloAddress.ToParsableString()))
        .ToImmutableDictionary(id => id.ToString(), id => new SimulatedWorker(id, options, grains, time, logger));

    /// <summary>A worker of this process.</summary>
    public SimulatedWorker this[WorkerId id] => _workers[id.ToString()];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.Simulating(logger, options.Workers, options.Epoch.TotalSeconds, options.Speed);
        return Task.WhenAll(_workers.Values.Select(worker => Task.Run(() => worker.RunAsync(stoppingToken), CancellationToken.None)));
    }
}

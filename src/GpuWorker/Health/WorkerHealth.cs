using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.ServiceDefaults.Health;

namespace ResNet.Distributed.GpuWorker.Health;

/// <summary>What a worker's <c>/health</c> and <c>/alive</c> look at.</summary>
internal static class WorkerHealth
{
    /// <summary>Adds the checks.</summary>
    public static void AddWorkerHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<TrainingThreadCheck>("training", tags: [HealthServices.Live])
        .AddReadiness("ready", (provider, _) => Task.FromResult(WhyNotReady(provider.GetRequiredService<TrainingThread>())))
        .AddReadiness("silo", (provider, _) => Task.FromResult(WhyNotJoined(provider.GetRequiredService<ISiloStatusOracle>())))
        .AddReadiness("store", StoreProbe.WhyNotReachableAsync);

    private static string? WhyNotReady(TrainingThread training) =>
        training.Ready.IsCompletedSuccessfully ? null : "libtorch and the data are not loaded yet";

    private static string? WhyNotJoined(ISiloStatusOracle silo) =>
        silo.CurrentStatus == SiloStatus.Active ? null : $"the silo has not joined the cluster: it is {silo.CurrentStatus}";
}

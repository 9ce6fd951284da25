using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.ServiceDefaults.Health;

namespace ResNet.Distributed.Coordinator.Health;

/// <summary>What a coordinator's <c>/health</c> looks at. It is alive as long as it answers.</summary>
internal static class CoordinatorHealth
{
    /// <summary>Adds the checks.</summary>
    public static void AddCoordinatorHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddReadiness("silo", (provider, _) => Task.FromResult(WhyNotJoined(provider.GetRequiredService<ISiloStatusOracle>())))
        .AddReadiness("store", StoreProbe.WhyNotReachableAsync);

    private static string? WhyNotJoined(ISiloStatusOracle silo) =>
        silo.CurrentStatus == SiloStatus.Active ? null : $"the silo has not joined the cluster: it is {silo.CurrentStatus}";
}

using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Placement;
using ResNet.Distributed.Contracts.Tracing;

namespace ResNet.Distributed.Contracts.Placement;

/// <summary>What every silo of the cluster must agree on, whatever it hosts.</summary>
public static class ClusterServices
{
    /// <summary>Adds the placement of worker grains, what calls carry traces, and the timing of the membership protocol.</summary>
    /// <remarks>
    /// Three missed probes of 3 s are a dead silo, some 10 s after its last sign. Workers train on threads of lower priority than
    /// their silo's, so a busy machine answers probes in time. A worker's loss is noticed earlier, by the pool's heartbeats.
    /// </remarks>
    public static IServiceCollection AddResNetCluster(this IServiceCollection services)
    {
        services.AddPlacementFilter<OnOwnSiloStrategy, OnOwnSiloDirector>(ServiceLifetime.Singleton);
        services.AddSingleton<IOutgoingGrainCallFilter, TracedCalls>();
        services.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(3);
            options.NumMissedProbesLimit = 3;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        return services;
    }
}

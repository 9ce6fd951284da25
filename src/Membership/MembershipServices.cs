using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Clustering.Redis;

namespace ResNet.Distributed.Membership;

/// <summary>How silos of a cluster whose membership is kept in Redis join it.</summary>
public static class MembershipServices
{
    /// <summary>Lets silos that start at the same moment join one after another. Nothing happens where membership is kept elsewhere.</summary>
    public static IServiceCollection AddJoinTurns(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<JoinTurn>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, JoinSteps>();
        services.AddOptions<RedisClusteringOptions>().PostConfigure<JoinTurn>((options, turn) => turn.Follow(options));
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace ResNet.Distributed.Exchange;

/// <summary>What a process needs to hand out and fetch the files of trials.</summary>
public static class ExchangeServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddTrialFiles(this IServiceCollection services) => services
        .AddSingleton<SweepFolders>()
        .AddSingleton<OwnFiles>()
        .AddSingleton<TrialFileClient>();
}

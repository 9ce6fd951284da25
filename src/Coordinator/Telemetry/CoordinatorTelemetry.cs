using Orleans.Providers;
using Orleans.Storage;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>The coordinator's telemetry.</summary>
internal static class CoordinatorTelemetry
{
    /// <summary>Adds the meters that grains feed, and measures the store, which must have been added.</summary>
    public static IServiceCollection AddCoordinatorTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<CoordinatorMeter>().AddSingleton<PoolMeter>();
        return services.MeasureStore();
    }

    // What Orleans registered stays as it is, behind ours: whoever asks for the storage by its name gets the measured one.
    private static IServiceCollection MeasureStore(this IServiceCollection services)
    {
        const string name = ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
        var stored = services.LastOrDefault(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, name));
        if (stored?.KeyedImplementationFactory is { } create)
        {
            services.Remove(stored);
            services.AddKeyedSingleton<IGrainStorage>(name, (provider, key) =>
                new MeasuredStorage((IGrainStorage)create(provider, key), provider.GetRequiredService<CoordinatorMeter>()));
        }

        return services;
    }
}

using Orleans.Persistence;
using Orleans.Providers;
using ResNet.Distributed.Coordinator.Trials;
using StackExchange.Redis;

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>The connection that Orleans' storage of grain state has made, for what it does not do itself.</summary>
internal sealed class StoreConnection
{
    private volatile IDatabase? _database;

    /// <summary>The store.</summary>
    /// <exception cref="InvalidOperationException">The silo has not begun yet, or keeps its state elsewhere.</exception>
    public IDatabase Database => _database
        ?? throw new InvalidOperationException("There is no connection to the store: expected grain state in Redis, and a silo that has started.");

    /// <summary>Adds what is appended to grain state, over the connection of the storage that is configured.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<StoreConnection>();
        services.AddSingleton<IReportLog, RedisReportLog>();
        services.AddOptions<RedisStorageOptions>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
            .PostConfigure<StoreConnection>((options, connection) => connection.Follow(options));
    }

    /// <summary>Takes a connection.</summary>
    internal void Use(IConnectionMultiplexer connection) => _database = connection.GetDatabase();

    private void Follow(RedisStorageOptions options)
    {
        var create = options.CreateMultiplexer;
        options.CreateMultiplexer = async made =>
        {
            var connection = await create(made);
            Use(connection.Multiplexer);
            return connection;
        };
    }
}

using Orleans.Persistence;
using Orleans.Providers;
using ResNet.Distributed.Coordinator.Trials;
using StackExchange.Redis;

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>A connection to where Orleans keeps grain state, for what it does not do itself.</summary>
internal sealed class StoreConnection : IDisposable
{
    private volatile IDatabase? _database;
    private bool _isOwn;

    /// <summary>The store.</summary>
    /// <exception cref="InvalidOperationException">The silo has not begun yet, or keeps its state elsewhere.</exception>
    public IDatabase Database => _database
        ?? throw new InvalidOperationException("There is no connection to the store: expected grain state in Redis, and a silo that has started.");

    /// <summary>Adds what is appended to grain state, where the storage that is configured is.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<StoreConnection>();
        services.AddSingleton<IReportLog, RedisReportLog>();
        services.AddOptions<RedisStorageOptions>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
            .PostConfigure<StoreConnection>((options, connection) => connection.Follow(options));
    }

    public void Dispose()
    {
        if (_isOwn)
        {
            _database?.Multiplexer.Dispose();
        }
    }

    /// <summary>Takes a connection, which stays its maker's.</summary>
    internal void Use(IConnectionMultiplexer connection) => _database = connection.GetDatabase();

    private void Follow(RedisStorageOptions options)
    {
        var create = options.CreateMultiplexer;
        options.CreateMultiplexer = async made =>
        {
            var connection = await create(made);

            // One of our own: a command waits for those before it on its connection, and Orleans' scripts wait for the disk one by one.
            var own = await create(made);
            Use(own.Multiplexer);
            _isOwn = !own.IsShared;
            return connection;
        };
    }
}

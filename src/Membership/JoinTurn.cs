using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using StackExchange.Redis;

namespace ResNet.Distributed.Membership;

/// <summary>
/// The right to write to the cluster's membership table, which one silo at a time has: a lock in the store that ends by itself after
/// <see cref="Longest"/>. Orleans needs none, as it writes on condition that nobody has written since it read; but a silo whose write was refused waits
/// 2 s or more before it tries again, longer each time, so silos that start at the same moment would hold each other up. So nothing is lost where
/// a turn cannot be had: the silo goes on without.
/// </summary>
internal sealed class JoinTurn(IOptions<ClusterOptions> cluster, TimeProvider time, ILogger<JoinTurn> logger)
{
    /// <summary>How long a silo that has died keeps the others waiting.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>How long a silo waits for its turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Each waits another time, so that they do not ask at the same moments.
    private static readonly (int Least, int Most) LookMilliseconds = (10, 40);

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private IDatabase? _store;
    private bool _isHeld;

    private RedisKey Key => $"{cluster.Value.ServiceId}/joining/{cluster.Value.ClusterId}";

    /// <summary>Uses the connection that the membership table will have.</summary>
    public void Follow(RedisClusteringOptions options)
    {
        var create = options.CreateMultiplexer;
        options.CreateMultiplexer = async made =>
        {
            var connection = await create(made);
            Use(connection.Multiplexer);
            return connection;
        };
    }

    /// <summary>Uses a connection, which stays its maker's.</summary>
    public void Use(IConnectionMultiplexer connection) => _store = connection.GetDatabase();

    /// <summary>Waits until no other silo has the turn, and takes it.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        try
        {
            while (_store is { } store && !(_isHeld = await store.LockTakeAsync(Key, _holder, Longest)))
            {
                if (time.GetElapsedTime(start) > Patience)
                {
                    Log.NoTurn(logger, $"others have had it for {Patience.TotalSeconds:0} s");
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(LookMilliseconds.Least, LookMilliseconds.Most)), time, cancellation);
            }
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            // Joining needs the store too, and says itself when it cannot be reached.
            Log.NoTurn(logger, failure.Message);
        }
    }

    /// <summary>Ends the turn where it was had.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (!_isHeld || _store is not { } store)
        {
            return;
        }

        _isHeld = false;
        try
        {
            await store.LockReleaseAsync(Key, _holder);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            // It ends by itself.
            Log.NotEnded(logger, failure.Message);
        }
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Persistence.Redis;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.Coordinator.Trials;
using StackExchange.Redis;

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>A hash in the store for each attempt that runs, with the revisions as its fields.</summary>
internal sealed class RedisReportLog(StoreConnection connection, IOptions<ClusterOptions> cluster, CoordinatorMeter meter) : IReportLog
{
    private readonly GroupedWrites _writes = new(() => connection.Database);

    /// <summary>How long an attempt that is over is remembered: longer than a silo lives that the others have declared dead.</summary>
    internal TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);

    public Task<ImmutableSortedDictionary<long, ReadOnlyMemory<byte>>> ReadAsync(GrainId trial, int attempt) => MeasureAsync("read", trial, async () =>
    {
        var entries = await connection.Database.HashGetAllAsync(Key(trial, attempt));
        return entries.ToImmutableSortedDictionary(entry => (long)entry.Name, entry => (ReadOnlyMemory<byte>)entry.Value);
    });

    public Task<bool> TryAddAsync(GrainId trial, int attempt, IReadOnlyList<KeyValuePair<long, ReadOnlyMemory<byte>>> entries) => MeasureAsync("write", trial, async () =>
    {
        var key = Key(trial, attempt);
        var added = await Task.WhenAll(entries.Select(entry => _writes.AddAsync(key, entry.Key, entry.Value)));
        return added.All(isNew => isNew);
    });

    // By the store, which does so also when this process is gone by then. What the store cannot be told costs some memory of it and nothing else.
    public void Forget(GrainId trial, int attempt) =>
        MeasureAsync("write", trial, () => connection.Database.KeyExpireAsync(Key(trial, attempt), Grace)).Ignore();

    private RedisKey Key(GrainId trial, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{cluster.Value.ServiceId}/reports/{trial}/{attempt}");

    private async Task<T> MeasureAsync<T>(string operation, GrainId trial, Func<Task<T>> work)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            // As Orleans' storage tells it: a type that a worker's process does not have says nothing there.
            throw new RedisStorageException($"The store could not {operation} the reports of {trial}: {failure.GetType().Name}: {failure.Message}");
        }
        finally
        {
            meter.StoreAnswered(operation, Stopwatch.GetElapsedTime(start));
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orleans.Storage;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>A store that outlives the silos, with the real serializer. Orleans' own memory storage lives in grains and dies with them.</summary>
internal sealed class SharedStorage : IGrainStorage, IReportLog
{
    private readonly ConcurrentDictionary<(string Attempt, long Revision), ReadOnlyMemory<byte>> _reports = [];
    private readonly ConcurrentDictionary<string, (BinaryData Data, string Tag)> _rows = [];
    private readonly JsonGrainStateSerializer _serializer = new();

    /// <summary>While set, every call fails, as of a store that is away.</summary>
    public volatile bool IsAway;

    /// <summary>What is stored of a sweep.</summary>
    public SweepState Sweep(string name) => _serializer.Deserialize<SweepState>(_rows[$"sweep/{GrainId.Create(GrainTypes.Coordinator, name)}"].Data);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        if (_rows.TryGetValue($"{stateName}/{grainId}", out var row))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (_serializer.Deserialize<T>(row.Data), row.Tag, true);
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = _serializer.Serialize(grainState.State);
        await BeforeWrite();
        ThrowIfAway();
        var key = $"{stateName}/{grainId}";
        var stored = _rows.TryGetValue(key, out var row) ? row.Tag : null;
        if (stored != grainState.ETag)
        {
            throw new InconsistentStateException($"{key} was written by someone else.", stored, grainState.ETag);
        }

        var tag = Guid.NewGuid().ToString();
        _rows[key] = (data, tag);
        (grainState.ETag, grainState.RecordExists) = (tag, true);
        Writes++;
    }

    /// <summary>How many times the state of anything was written whole.</summary>
    public int Writes { get; private set; }

    /// <summary>Called before a state is written; a test lets others be faster.</summary>
    public Func<Task> BeforeWrite { get; set; } = () => Task.CompletedTask;

    public Task<ImmutableSortedDictionary<long, ReadOnlyMemory<byte>>> ReadAsync(GrainId trial, int attempt)
    {
        ThrowIfAway();
        return Task.FromResult(_reports.Where(entry => entry.Key.Attempt == $"{trial}/{attempt}")
            .ToImmutableSortedDictionary(entry => entry.Key.Revision, entry => entry.Value));
    }

    public Task<bool> TryAddAsync(GrainId trial, int attempt, IReadOnlyList<KeyValuePair<long, ReadOnlyMemory<byte>>> entries)
    {
        ThrowIfAway();
        return Task.FromResult(entries.Select(entry => _reports.TryAdd(($"{trial}/{attempt}", entry.Key), entry.Value)).ToArray().All(isNew => isNew));
    }

    public void Forget(GrainId trial, int attempt)
    {
        foreach (var key in _reports.Keys.Where(key => key.Attempt == $"{trial}/{attempt}"))
        {
            _reports.TryRemove(key, out _);
        }
    }

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new OrleansException("The store is away.");
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove($"{stateName}/{grainId}", out _);
        (grainState.ETag, grainState.RecordExists) = (null!, false);
        return Task.CompletedTask;
    }
}

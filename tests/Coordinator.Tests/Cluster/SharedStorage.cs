using System.Collections.Concurrent;
using Orleans.Storage;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Sweeps;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>A store that outlives the silos, with the real serializer. Orleans' own memory storage lives in grains and dies with them.</summary>
internal sealed class SharedStorage : IGrainStorage
{
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

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        var key = $"{stateName}/{grainId}";
        var stored = _rows.TryGetValue(key, out var row) ? row.Tag : null;
        if (stored != grainState.ETag)
        {
            throw new InconsistentStateException($"{key} was written by someone else.", stored, grainState.ETag);
        }

        var tag = Guid.NewGuid().ToString();
        _rows[key] = (_serializer.Serialize(grainState.State), tag);
        (grainState.ETag, grainState.RecordExists) = (tag, true);
        return Task.CompletedTask;
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

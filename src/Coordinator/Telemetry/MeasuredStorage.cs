using System.Diagnostics;
using Orleans.Storage;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>A grain storage whose reads and writes are measured, those that fail too: a store that is away takes long to say so.</summary>
internal sealed class MeasuredStorage(IGrainStorage storage, CoordinatorMeter meter) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        MeasureAsync("read", storage.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        MeasureAsync("write", storage.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        MeasureAsync("write", storage.ClearStateAsync(stateName, grainId, grainState));

    public void Participate(ISiloLifecycle observer) => (storage as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    private async Task MeasureAsync(string operation, Task work)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await work;
        }
        finally
        {
            meter.StoreAnswered(operation, Stopwatch.GetElapsedTime(start));
        }
    }
}

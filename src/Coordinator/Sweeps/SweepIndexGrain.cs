using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>The stored list of sweeps; grains themselves cannot be listed.</summary>
[GrainType(GrainTypes.SweepIndex)]
internal sealed class SweepIndexGrain([PersistentState("sweep-index")] IPersistentState<SweepIndexState> stored)
    : Grain, ISweepIndexGrain
{
    public Task OpenAsync(string sweep)
    {
        var sweeps = stored.State.Sweeps;
        return SaveAsync(new SweepIndexState
        {
            Sweeps = sweeps.Contains(sweep) ? sweeps : sweeps.Add(sweep),
            Open = stored.State.Open.Add(sweep),
        });
    }

    public Task CloseAsync(string sweep) => SaveAsync(stored.State with { Open = stored.State.Open.Remove(sweep) });

    public Task<ImmutableArray<string>> ListAsync() => Task.FromResult(stored.State.Sweeps);

    public Task<ImmutableArray<string>> ListOpenAsync() => Task.FromResult<ImmutableArray<string>>([.. stored.State.Open]);

    private Task SaveAsync(SweepIndexState state)
    {
        stored.State = state;
        return stored.WriteStateAsync();
    }
}

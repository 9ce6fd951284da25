using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>The stored list of sweeps; grains themselves cannot be listed.</summary>
[GrainType(GrainTypes.SweepIndex)]
internal sealed class SweepIndexGrain : Grain, ISweepIndexGrain
{
    private readonly DurableState<SweepIndexState> _durable;

    public SweepIndexGrain([PersistentState("sweep-index")] IPersistentState<SweepIndexState> stored) =>
        _durable = new DurableState<SweepIndexState>(stored, DeactivateOnIdle);

    private SweepIndexState State => _durable.Value;

    public Task OpenAsync(string sweep)
    {
        var sweeps = State.Sweeps.Contains(sweep) ? State.Sweeps : State.Sweeps.Add(sweep);
        return State.Open.Contains(sweep) ? _durable.SaveAsync() : SaveAsync(new SweepIndexState { Sweeps = sweeps, Open = State.Open.Add(sweep) });
    }

    public Task CloseAsync(string sweep) =>
        State.Open.Contains(sweep) ? SaveAsync(State with { Open = State.Open.Remove(sweep) }) : _durable.SaveAsync();

    public Task<ImmutableArray<string>> ListAsync() => Task.FromResult(State.Sweeps);

    public Task<ImmutableArray<string>> ListOpenAsync() => Task.FromResult<ImmutableArray<string>>([.. State.Open]);

    private Task SaveAsync(SweepIndexState state)
    {
        _durable.Value = state;
        return _durable.SaveAsync();
    }
}

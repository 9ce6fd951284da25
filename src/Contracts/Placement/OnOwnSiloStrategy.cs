using Orleans.Placement;

namespace ResNet.Distributed.Contracts.Placement;

/// <summary>Marks grains for <see cref="OnOwnSiloDirector"/>.</summary>
public sealed class OnOwnSiloStrategy : PlacementFilterStrategy
{
    /// <summary>Orleans makes one for each grain type.</summary>
    public OnOwnSiloStrategy()
        : base(order: 0)
    {
    }
}

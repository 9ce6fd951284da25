using Orleans.Placement;
using Orleans.Runtime.Placement;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Contracts.Placement;

/// <summary>Leaves only the silo that the grain's key names: none at all when that one is gone, and the call then fails.</summary>
public sealed class OnOwnSiloDirector : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var own = SiloAddress.FromParsableString(WorkerId.Parse(target.GrainIdentity.Key.ToString()!).Silo);
        return silos.Where(own.Equals);
    }
}

using Orleans.Placement;

namespace ResNet.Distributed.Contracts.Placement;

/// <summary>
/// Places a grain on the silo that its key names (<see cref="Workers.WorkerId"/>), and nowhere else. Orleans' own
/// <c>RequiredMatchSiloMetadata</c> compares with the metadata of the calling silo, so it cannot say this.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnOwnSiloAttribute() : PlacementFilterAttribute(new OnOwnSiloStrategy());

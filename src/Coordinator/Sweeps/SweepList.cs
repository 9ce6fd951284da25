using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>All sweeps.</summary>
internal static class SweepList
{
    /// <summary>In the order of their submission.</summary>
    public static async Task<ImmutableArray<SweepView>> GetAsync(IGrainFactory grains)
    {
        var names = await grains.SweepIndex().ListAsync();
        var views = await Task.WhenAll(names.Select(name => grains.Coordinator(name).GetAsync()));
        return [.. views.OfType<SweepView>()];
    }
}

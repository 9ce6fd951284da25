using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ResNet.Distributed.Contracts.Placement;

/// <summary>Where the silo of a process listens.</summary>
public static class SiloPorts
{
    /// <summary>Its address for other silos, and the one for Orleans clients where it has one.</summary>
    public static IEnumerable<IPEndPoint> Of(IServiceProvider services)
    {
        var silo = services.GetRequiredService<ILocalSiloDetails>();
        return new[] { silo.SiloAddress, silo.GatewayAddress }.OfType<SiloAddress>().Select(address => address.Endpoint).Where(end => end.Port > 0);
    }
}

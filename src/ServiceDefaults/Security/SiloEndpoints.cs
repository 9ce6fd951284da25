using System.Net;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Where the silo of this process listens: to other silos, and to Orleans clients.</summary>
/// <param name="services">The process' services.</param>
public delegate IEnumerable<IPEndPoint> SiloEndpoints(IServiceProvider services);

using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Says at the start who reaches this process, and what protects it: a line for this machine, and one for each address beyond.</summary>
internal sealed class ExposureReport(
    IServiceProvider services, IHostApplicationLifetime lifetime, AccessPlan plan, IEnumerable<SiloEndpoints> silos, ILogger<ExposureReport> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Tell);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Tell()
    {
        // What Kestrel was told had perhaps no port yet.
        var addresses = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(ListeningAddress.Parse) ?? [];
        var (local, exposed) = (new List<string>(), new List<ListeningAddress>());
        foreach (var address in addresses)
        {
            if (address.IsLoopback)
            {
                local.Add($"{address.Url} ({plan.Protection})");
            }
            else
            {
                exposed.Add(address);
            }
        }

        foreach (var silo in silos.SelectMany(of => of(services)))
        {
            if (IPAddress.IsLoopback(silo.Address))
            {
                local.Add($"silo {silo} ({AccessPlan.OpenToMachine})");
            }
            else
            {
                Log.ExposedSilo(logger, $"silo {silo}");
            }
        }

        if (local.Count > 0)
        {
            Log.OnThisMachine(logger, string.Join(", ", local));
        }

        foreach (var address in exposed)
        {
            Tell(address);
        }
    }

    private void Tell(ListeningAddress address)
    {
        if (address.IsEncrypted)
        {
            Log.Exposed(logger, address.Url, plan.Protection);
        }
        else
        {
            Log.ExposedInTheClear(logger, address.Url, plan.Protection);
        }
    }
}

using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>Makes the builder of an Aspire application that runs inside a command.</summary>
internal static class ApplicationFactory
{
    /// <summary>Its pages, where it takes telemetry, and where it asks this process about resources.</summary>
    private static readonly string[] DashboardAddresses =
        ["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];

    /// <summary>A builder whose application writes nothing to standard output and leaves signals alone.</summary>
    /// <param name="terminal">Where its words go.</param>
    public static IDistributedApplicationBuilder CreateBuilder(Terminal terminal)
    {
        // Aspire's orchestrator copies its output to what Console.Out is. The terminal keeps the real one.
        Console.SetOut(Console.Error);
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = [],
            DashboardApplicationName = "ResNet.Distributed",
            TrustDeveloperCertificate = false,
        });
        ChooseAddresses(builder.Configuration);
        foreach (var console in builder.Services.Where(s => s.ImplementationType == typeof(ConsoleLoggerProvider)).ToList())
        {
            builder.Services.Remove(console);
        }

        builder.Services.AddSingleton<ILoggerProvider>(new TerminalLogs(terminal));
        builder.Services.AddSingleton<IHostLifetime, OurLifetime>();
        return builder;
    }

    /// <summary>Gives the Aspire dashboard free ports, unless the environment names some. A launch profile would do it otherwise.</summary>
    private static void ChooseAddresses(ConfigurationManager configuration)
    {
        var ports = new FreePorts(IPAddress.Loopback);
        foreach (var name in DashboardAddresses)
        {
            configuration[name] ??= string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Next()}");
        }

        // On loopback a certificate would protect nobody, and not every machine has one.
        configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
    }
}

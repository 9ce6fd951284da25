using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace ResNet.Distributed.Launching.Topology;

/// <summary>The environment variables by which the cluster's processes find each other. Every launcher sets the same.</summary>
public static class ClusterEnvironment
{
    /// <summary>How a launcher ties its children to itself: they end when their standard input does.</summary>
    public const string ParentPipe = "Launcher__ParentPipe";

    private const string ServiceId = "resnet-distributed";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What every process is told.</summary>
    public static ImmutableSortedDictionary<string, string> Shared(TopologyOptions options, StoreSpec store)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        variables["Orleans__ClusterId"] = ClusterId(store);
        variables["Orleans__ServiceId"] = ServiceId;
        foreach (var provider in new[] { "Clustering", "Reminders", "GrainStorage__Default" })
        {
            variables[$"Orleans__{provider}__ProviderType"] = "Redis";
            variables[$"Orleans__{provider}__ConnectionName"] = "redis";
        }

        variables["ConnectionStrings__redis"] = store.ConnectionString;
        variables["Run__OutputDirectory"] = options.OutputDirectory;
        variables[ParentPipe] = "stdin";
        variables["DOTNET_gcServer"] = "0";
        if (options.OtlpEndpoint is { } endpoint)
        {
            variables[OtlpEndpoint] = endpoint;
        }

        return variables.ToImmutable();
    }

    /// <summary>What one process is told about itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Node(
        string name, IPAddress address, int httpPort, int siloPort, int gatewayPort) =>
    [
        new("OTEL_SERVICE_NAME", name),
        new("ASPNETCORE_URLS", $"http://{new IPEndPoint(address, httpPort)}"),
        new("Orleans__Endpoints__AdvertisedIPAddress", address.ToString()),
        new("Orleans__Endpoints__SiloPort", siloPort.ToString(CultureInfo.InvariantCulture)),
        new("Orleans__Endpoints__GatewayPort", gatewayPort.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>
    /// What a coordinator is told on top of that. Beside workers that train on its cores, its pool's threads sleep at once instead of looking
    /// for work first: each kernel of a step waits for all cores. Elsewhere they may look, for a tenth to a quarter more reports a second.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Coordinator(TopologyOptions options)
    {
        if (options is { Workers: > 0, Gpus: 0 })
        {
            yield return new("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
        }
    }

    /// <summary>What worker <paramref name="index"/> is told on top of that.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Worker(int index, TopologyOptions options)
    {
        yield return new("Worker__Name", WorkerName(index, options));
        yield return new("Worker__Threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        yield return new("Worker__Device", options.Device);
        if (options.Gpus > 0)
        {
            yield return new("CUDA_VISIBLE_DEVICES", (index % options.Gpus).ToString(CultureInfo.InvariantCulture));
        }

        foreach (var variable in MallocVariables.All)
        {
            yield return variable;
        }
    }

    /// <summary>What worker <paramref name="index"/> is called.</summary>
    public static string WorkerName(int index, TopologyOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.WorkerPrefix}-{index}");

    /// <summary>
    /// New for every launch with a store of its own: the membership that a killed launch left behind would make silos wait for
    /// the dead. Grain state is keyed by the service and is found again. A shared store has one cluster, which nodes join.
    /// </summary>
    private static string ClusterId(StoreSpec store) => store.Embedded ? $"resnet-{Guid.NewGuid():N}" : ServiceId;
}

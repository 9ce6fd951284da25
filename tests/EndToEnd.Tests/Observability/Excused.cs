using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>Metrics that a calm cluster on a machine without a GPU does not have, with the reason. They are at least in the programs.</summary>
internal static class Excused
{
    private const string NoGpu = "the machine has no GPU with NVML";
    private const string NoFault = "nothing of the kind has gone wrong";

    private static readonly string[] Suffixes = ["", "_total", "_bytes", "_celsius", "_watts"];

    private static readonly string[][] Programs =
    [
        ["Coordinator", "ResNet.Distributed.Coordinator.dll"],
        ["Coordinator", "Orleans.Core.dll"],
        ["GpuWorker", "ResNet.Distributed.GpuWorker.dll"],
    ];

    private static readonly Lazy<HashSet<string>> Instruments = new(ReadInstruments);

    /// <summary>The reason, by Prometheus' name.</summary>
    public static IReadOnlyDictionary<string, string> Metrics { get; } = new Dictionary<string, string>
    {
        ["resnet_gpu_utilization"] = NoGpu,
        ["resnet_gpu_memory_used_bytes"] = NoGpu,
        ["resnet_gpu_memory_total_bytes"] = NoGpu,
        ["resnet_gpu_temperature_celsius"] = NoGpu,
        ["resnet_gpu_power_watts"] = NoGpu,
        ["ALERTS"] = NoFault,
        ["orleans_app_requests_timedout_total"] = NoFault,
        ["orleans_messaging_expired_total"] = NoFault,
        ["orleans_messaging_pings_reply_missed_total"] = NoFault,
        ["orleans_messaging_rejected_total"] = NoFault,
        ["orleans_messaging_sent_dropped_total"] = NoFault,
        ["orleans_messaging_sent_failed_total"] = NoFault,
        ["orleans_networking_sockets_closed_total"] = NoFault,
        ["orleans_scheduler_long_running_turns_total"] = NoFault,
        ["orleans_storage_read_errors_total"] = NoFault,
        ["orleans_storage_write_errors_total"] = NoFault,
        ["orleans_watchdog_health_checks_failed_total"] = NoFault,
    };

    /// <summary>Whether it is Prometheus' own, a rule records it, or one of the programs has an instrument that comes out under this name.</summary>
    public static bool Exists(string metric) =>
        metric == "ALERTS" || RuleFile.All.Any(rule => rule.Record == metric) || Suffixes.Any(suffix => Instruments.Value.Any(name => metric == name + suffix));

    // Every text in the programs' code, as Prometheus would spell it if it names an instrument.
    private static HashSet<string> ReadInstruments() =>
    [
        .. Programs.Select(program => Path.Combine(Path.GetDirectoryName(Repository.Executable(program[0]))!, program[1]))
            .SelectMany(Texts)
            .Select(text => text.Replace('.', '_').Replace('-', '_')),
    ];

    private static List<string> Texts(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var texts = new List<string>();
        for (var next = MetadataTokens.UserStringHandle(1); !next.IsNil; next = metadata.GetNextHandle(next))
        {
            texts.Add(metadata.GetUserString(next));
        }

        return texts;
    }
}

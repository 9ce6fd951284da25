using System.Globalization;
using System.Runtime.InteropServices;
using ResNet.Distributed.Chaos.Cluster;
using ResNet.Distributed.Chaos.Network;

namespace ResNet.Distributed.Chaos.Reporting;

/// <summary>What a run ran on.</summary>
internal static class MachineText
{
    /// <summary>Name and value of everything that figures depend on.</summary>
    public static async Task<IReadOnlyList<(string Name, string Value)>> ReadAsync() =>
    [
        ("CPU", string.Create(CultureInfo.InvariantCulture, $"{Field("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores")),
        ("Memory", $"{Field("/proc/meminfo", "MemTotal")}"),
        ("System", $"{RuntimeInformation.OSDescription}"),
        (".NET", Environment.Version.ToString()),
        ("Store", (await CommandRunner.RunAsync(StoreNode.Program, "--version")).Split(" sha=")[0]),
    ];

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}

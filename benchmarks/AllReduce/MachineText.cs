using System.Globalization;
using System.Runtime.InteropServices;

namespace ResNet.Distributed.AllReduce;

/// <summary>What the figures were measured on.</summary>
internal static class MachineText
{
    public static string Read()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cpu}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; .NET {Environment.Version}.{Environment.NewLine}");
    }
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace ResNet.Distributed.Measuring;

/// <summary>What the figures were measured on.</summary>
public static class MachineText
{
    /// <summary>One line.</summary>
    public static string Read() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Value("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores; {Memory():0.0} GB of memory; {RuntimeInformation.OSDescription}; .NET {Environment.Version}");

    private static double Memory() => 1024e-9 * long.Parse(Value("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Value(string file, string name) =>
        File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':')[1].Trim();
}

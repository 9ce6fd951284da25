using System.Diagnostics;
using System.Globalization;

namespace ResNet.Distributed.Measuring;

/// <summary>What the kernel knows of this process.</summary>
public static class OwnProcess
{
    /// <summary>The most memory that was ever resident, in bytes.</summary>
    public static long PeakMemory()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>How often a page had to be mapped that did not need to be read from a disk.</summary>
    public static long MinorFaults()
    {
        // The name in brackets may hold blanks; minflt is the eighth number behind it.
        var stat = File.ReadAllText("/proc/self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds since the process began.</summary>
    public static double Age()
    {
        using var process = Process.GetCurrentProcess();
        return (DateTime.Now - process.StartTime).TotalSeconds;
    }
}

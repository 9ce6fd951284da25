using System.Diagnostics;
using System.Globalization;

namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>A machine with little memory, for one process.</summary>
internal static class MemoryLimit
{
    /// <summary>Lets a running process have only so much more address space than it has now.</summary>
    public static void Set(int pid, long more)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmSize:", StringComparison.Ordinal));
        var used = 1024 * long.Parse(line["VmSize:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture);
        using var prlimit = Process.Start("prlimit", ["--pid", pid.ToString(CultureInfo.InvariantCulture), $"--as={used + more}"]);
        prlimit.WaitForExit();
        Assert.Equal(0, prlimit.ExitCode);
    }
}

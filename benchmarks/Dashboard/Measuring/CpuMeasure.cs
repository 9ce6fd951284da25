using System.Diagnostics;

namespace ResNet.Distributed.Dashboard.Measuring;

/// <summary>How much of a core a process uses.</summary>
internal static class CpuMeasure
{
    /// <summary>Cores used on average over a while; 1 for one core all the time.</summary>
    public static async Task<double> OverAsync(int process, TimeSpan length, CancellationToken stop)
    {
        using var measured = Process.GetProcessById(process);
        var (before, clock) = (measured.TotalProcessorTime, Stopwatch.StartNew());
        await Task.Delay(length, stop);
        measured.Refresh();
        return (measured.TotalProcessorTime - before) / clock.Elapsed;
    }

    /// <summary>CPU seconds used so far.</summary>
    public static double Seconds(int process)
    {
        using var measured = Process.GetProcessById(process);
        return measured.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Resident memory, in bytes.</summary>
    public static long Memory(int process)
    {
        using var measured = Process.GetProcessById(process);
        return measured.WorkingSet64;
    }
}

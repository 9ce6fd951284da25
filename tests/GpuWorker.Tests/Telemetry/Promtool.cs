using System.Diagnostics;

namespace ResNet.Distributed.GpuWorker.Tests.Telemetry;

/// <summary>Prometheus' own judge of what is scraped.</summary>
internal static class Promtool
{
    private const string Program = "/usr/bin/promtool";

    /// <summary>What it finds wrong with the text; skips the test where it is not installed.</summary>
    public static async Task<string> CheckAsync(IEnumerable<string> lines)
    {
        Assert.SkipUnless(File.Exists(Program), "This machine has no promtool (Debian's package prometheus).");
        using var process = Process.Start(new ProcessStartInfo(Program, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(string.Concat(lines.Select(line => line + '\n')));
        process.StandardInput.Close();
        var found = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return string.Concat(found);
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ResNet.Distributed.Telemetry;

/// <summary>What was measured, as a page.</summary>
/// <param name="Threads">torch's threads.</param>
/// <param name="Steps">Steps in a block.</param>
/// <param name="With">Seconds of each block with telemetry.</param>
/// <param name="Without">Seconds of the block without in the same round.</param>
/// <param name="Scrapes">How often the metrics were scraped.</param>
/// <param name="Exports">How often something went out by OTLP.</param>
/// <param name="Cpu">The process's account of its CPU time.</param>
internal sealed record CostPage(
    int Threads, int Steps, IReadOnlyList<double> With, IReadOnlyList<double> Without, int Scrapes, int Exports, CpuAccount Cpu)
{
    /// <summary>Writes it as Markdown.</summary>
    public string ToMarkdown()
    {
        var (with, without) = (Spread.Of(With.Select(seconds => seconds / Steps)), Spread.Of(Without.Select(seconds => seconds / Steps)));
        var cost = Spread.Of(With.Zip(Without, (on, off) => 100 * ((on / off) - 1)));
        var text = new StringBuilder();
        Line($"# What telemetry costs the training");
        Line($"");
        Line($"{Machine()}, {Threads} threads.");
        Line($"`dotnet run -c Release --project benchmarks/Telemetry -- {Threads} {With.Count} {Steps} benchmarks/TELEMETRY.md`");
        Line($"");
        Line($"resnet18, batch 128, fp32: {With.Count} rounds, each of a block of {Steps} steps with all telemetry and one without any, in one");
        Line($"run; the order changes from round to round, and one round before them is not counted. With telemetry means: every step and");
        Line($"epoch recorded, the metrics scraped every {Interval} s, as the shipped config does ({Scrapes} times) and sent by OTLP every {Interval} s, spans and logs sent too");
        Line($"({Exports} requests), TensorBoard's files written; scraper and collector are in the same process, so that their work counts.");
        Line($"");
        Line($"| | Median | Least | Most |");
        Line($"|---|--:|--:|--:|");
        Line($"| a step without | {without.Median:0.0000} s | {without.Least:0.0000} s | {without.Most:0.0000} s |");
        Line($"| a step with | {with.Median:0.0000} s | {with.Least:0.0000} s | {with.Most:0.0000} s |");
        Line($"| what a round's block with takes longer | {cost.Median:0.00} % | {cost.Least:0.00} % | {cost.Most:0.00} % |");
        Line($"| half of the rounds lie within | | {cost.Quarter:0.00} % | {cost.ThreeQuarters:0.00} % |");
        Line($"");
        Line($"## By CPU time");
        Line($"");
        Line($"Blocks of training differ from each other by more than telemetry costs. What it takes of the processors can be had exactly, from the process's");
        Line($"own account of its CPU time, without a training beside it; scraper and collector are in it, which in a cluster run elsewhere.");
        Line($"");
        Line($"| CPU time | |");
        Line($"|---|--:|");
        Line($"| a scrape of /metrics | {1e3 * Cpu.ScrapeSeconds:0.00} ms |");
        Line($"| an export of all metrics by OTLP | {1e3 * Cpu.ExportSeconds:0.00} ms |");
        Line($"| a step told to all instruments | {1e6 * Cpu.StepSeconds:0.0} µs |");
        Line($"| all of it, every {Interval} s, of {Environment.ProcessorCount} cores | {100 * Cpu.Share(TelemetryProcess.Interval, without.Median):0.000} % |");
        Line($"| the same every second | {100 * Cpu.Share(TimeSpan.FromSeconds(1), without.Median):0.000} % |");
        Line($"");
        Line($"The goal is under 1 %: {(cost.Median < 1 ? "met" : "not shown")} by the median of the blocks, {(Cpu.Share(TelemetryProcess.Interval, without.Median) < 0.01 ? "met" : "missed")} by CPU time.");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double Interval => TelemetryProcess.Interval.TotalSeconds;

    private static string Machine()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cpu}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; .NET {Environment.Version}");
    }
}

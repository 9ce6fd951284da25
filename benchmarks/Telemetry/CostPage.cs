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
internal sealed record CostPage(
    int Threads, int Steps, IReadOnlyList<double> With, IReadOnlyList<double> Without, int Scrapes, int Exports)
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
        Line($"epoch recorded, the metrics scraped every 5 s, as the shipped config does ({Scrapes} times) and sent by OTLP every 5 s, spans and logs sent too");
        Line($"({Exports} requests), TensorBoard's files written; scraper and collector are in the same process, so that their work counts.");
        Line($"");
        Line($"| | Median | Least | Most |");
        Line($"|---|--:|--:|--:|");
        Line($"| a step without | {without.Median:0.0000} s | {without.Least:0.0000} s | {without.Most:0.0000} s |");
        Line($"| a step with | {with.Median:0.0000} s | {with.Least:0.0000} s | {with.Most:0.0000} s |");
        Line($"| what a round's block with takes longer | {cost.Median:0.00} % | {cost.Least:0.00} % | {cost.Most:0.00} % |");
        Line($"| half of the rounds lie within | | {cost.Quarter:0.00} % | {cost.ThreeQuarters:0.00} % |");
        Line($"");
        Line($"The goal is a median under 1 %.");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Machine()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cpu}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; .NET {Environment.Version}");
    }
}

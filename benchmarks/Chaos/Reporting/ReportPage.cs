using System.Globalization;
using System.Text;
using ResNet.Distributed.Chaos.Faults;

namespace ResNet.Distributed.Chaos.Reporting;

/// <summary>The page <c>benchmarks/CHAOS.md</c>.</summary>
internal static class ReportPage
{
    /// <summary>A run as Markdown.</summary>
    /// <param name="result">The run.</param>
    /// <param name="args">The command line that it was started with.</param>
    public static async Task<string> WriteAsync(ChaosResult result, IEnumerable<string> args)
    {
        var page = new StringBuilder();
        Head(page, result, args);
        page.Append("| | |\n|---|---|\n");
        foreach (var (name, value) in await MachineText.ReadAsync())
        {
            page.Append($"| {name} | {value} |\n");
        }

        Faults(page, result);
        Sweeps(page, result);
        List(page, "Violations", result.Violations);
        List(page, "Processes that ended by themselves", [.. result.UnexpectedExits
            .GroupBy(exit => (exit.Node, exit.ExitCode))
            .OrderBy(group => group.Key)
            .Select(group => Text($"{group.Key.Node}, exit code {group.Key.ExitCode}: {group.Count()} times"))]);
        return page.ToString();
    }

    private static void Head(StringBuilder page, ChaosResult result, IEnumerable<string> args)
    {
        var options = result.Options;
        page.Append(Text($"""
            # Chaos

            One sweep of {options.Trials} trials on {options.Workers} workers and {options.Coordinators} coordinators, each process and the store in a network
            namespace of its own: once calmly, then again and again while its processes are killed, frozen and cut off, at most two
            faults at a time. A process that ends is started again a second later. {options.Faults} faults, seed {options.Seed}.

            ```
            dotnet run --project benchmarks/Chaos -c Release -- {string.Join(' ', args)}
            ```


            """));
    }

    private static void Faults(StringBuilder page, ChaosResult result)
    {
        page.Append("""

            ## Recovery

            Seconds from the fault's begin. *First progress*: until the API shows that some trial goes on. *Recovery*: until all trials
            that were running (for a worker's fault: on that worker) have ended, go on elsewhere, or make steps again. A fault's own
            length is part of it: freezes and cuts last 3 to 30 s. *Measured*: faults that hit a running trial.

            | Fault | Count | Measured | First progress, median | Recovery, median | p95 | Worst |
            |---|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var row in RecoveryFigures.Of(result.Faults))
        {
            page.Append(Text(
                $"| {row.Kind.Words()} | {row.Count} | {row.Measured} | {Summary.Text(row.FirstProgress)} | {Summary.Text(row.Median)} | "));
            page.Append(Text($"{Summary.Text(row.P95)} | {Summary.Text(row.Worst)} |\n"));
        }
    }

    private static void Sweeps(StringBuilder page, ChaosResult result)
    {
        page.Append(Text($"""

            ## Results

            The calm sweep took {result.CalmSeconds:0} s. A row is equal when every column of `results.csv` but the times and the number of
            attempts is, the weights' hash among them, and every line of its `metrics.jsonl` but the times.

            | Sweep | Seconds | Rows compared | Equal |
            |---|--:|--:|--:|

            """));
        foreach (var sweep in result.Sweeps)
        {
            page.Append(Text($"| {sweep.Sweep} | {sweep.Seconds:0} | {sweep.Rows} | {sweep.EqualRows} |\n"));
        }

        page.Append(Text(
            $"| all | {result.ChaosSeconds:0} | {result.Sweeps.Sum(sweep => sweep.Rows)} | {result.Sweeps.Sum(sweep => sweep.EqualRows)} |\n"));
    }

    private static void List(StringBuilder page, string title, IReadOnlyCollection<string> lines)
    {
        page.Append($"\n## {title}\n\n");
        page.Append(lines.Count == 0 ? "None.\n" : string.Concat(lines.Select(line => $"- {line}\n")));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using ResNet.Distributed.Dashboard.Measuring;

namespace ResNet.Distributed.Dashboard.Reporting;

/// <summary>The page <c>benchmarks/DASHBOARD.md</c>.</summary>
internal static class ReportPage
{
    /// <summary>The figures as Markdown.</summary>
    public static string Write(DashboardOptions options, Figures figures, IEnumerable<string> args)
    {
        var page = new StringBuilder();
        Line($"# A large sweep, looked at");
        Line($"");
        Line($"A sweep of {options.Trials} trials of {options.Epochs} epochs, filled by simulated workers (`benchmarks/Simulation`) until {options.Filled} have ended; the rest");
        Line($"goes on while it is looked at, on {options.LiveWorkers} simulated workers at an epoch a second. One coordinator, the embedded store, all on one machine.");
        Line($"");
        Line($"```");
        Line($"dotnet run -c Release --project benchmarks/Dashboard -- {string.Join(' ', args)}");
        Line($"```");
        Line($"");
        Line($"{Environment.ProcessorCount} cores, .NET {Environment.Version}. Orleans' own dashboard: {options.Orleans.ToString().ToLowerInvariant()}.");
        Line($"");
        Line($"Filling: {figures.FillEpochs} epochs in {figures.FillSeconds:0.0} s on {options.Workers} simulated workers, {figures.FillEpochs / figures.FillSeconds:0} epochs a second;");
        Line($"{1000 * figures.FillCpuSeconds / figures.FillEpochs:0.00} ms of the coordinator's CPU per epoch.");
        Line($"");
        Line($"The coordinator while the sweep goes on: {figures.IdleCores:0.00} cores, {figures.FollowedCores:0.00} with a follower of its events; {figures.Memory / 1e6:0} MB of memory in the end.");
        Line($"");
        Line($"## Answers");
        Line($"");
        Line($"Milliseconds from the request to the whole answer: median (least to most). *First*: after each of {options.Starts} starts of the coordinator. *Live*: {options.Runs} times");
        Line($"while the sweep goes on.");
        Line($"");
        Line($"| | First | Live | kB on the way |");
        Line($"|---|--:|--:|--:|");
        foreach (var (first, live) in figures.First.Zip(figures.Live))
        {
            Line($"| `/{live.Path}` | {Milliseconds(first.Seconds)} | {Milliseconds(live.Seconds)} | {live.Bytes / 1e3:0} |");
        }

        if (figures.Page is { } visits)
        {
            Line($"");
            Line($"## The page");
            Line($"");
            Line($"`/sweeps/large` in Chromium, {options.Runs} visits with an empty cache while the sweep goes on: milliseconds, median (least to most).");
            Line($"");
            Line($"| | |");
            Line($"|---|--:|");
            Line($"| from the address to rows and curves | {Milliseconds(visits.Shown)} |");
            Line($"| the longest time that the main thread was held meanwhile | {Milliseconds(visits.OpeningStall)} |");
            Line($"| from a click (sort, filter) to its effect | {Milliseconds(visits.Answer)} |");
            Line($"| the longest time that the main thread was held by clicks and ten seconds of changes | {Milliseconds(visits.Stall)} |");
        }

        return page.ToString();

        void Line(FormattableString line) => page.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static string Milliseconds(Samples seconds) => string.Create(
        CultureInfo.InvariantCulture, $"{1000 * seconds.Median:0} ({1000 * seconds.Least:0} to {1000 * seconds.Most:0})");
}

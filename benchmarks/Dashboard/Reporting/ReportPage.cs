using System.Globalization;
using System.Text;
using ResNet.Distributed.Dashboard.Measuring;

namespace ResNet.Distributed.Dashboard.Reporting;

/// <summary>The figures of <c>benchmarks/DASHBOARD.md</c>.</summary>
internal static class ReportPage
{
    /// <summary>The figures as Markdown.</summary>
    /// <param name="options">What was measured.</param>
    /// <param name="figures">The figures.</param>
    /// <param name="args">The command line that it was started with.</param>
    public static string Write(DashboardOptions options, Figures figures, IEnumerable<string> args)
    {
        var page = new StringBuilder();
        Head(page, options, args);
        Coordinator(page, options, figures);
        Answers(page, options, figures);
        if (figures.Page is { } visits)
        {
            Page(page, options, visits);
        }

        return page.ToString();
    }

    private static void Head(StringBuilder page, DashboardOptions options, IEnumerable<string> args) => page.Append(Text($"""
        # A large sweep, looked at

        A sweep of {options.Trials} trials of {options.Epochs} epochs, filled by simulated workers (`benchmarks/Simulation`) until {options.Filled} have
        ended. The others go on while it is looked at, on {options.LiveWorkers} simulated workers at an epoch a second. One coordinator and the embedded
        store, all on one machine of {Environment.ProcessorCount} cores; .NET {Environment.Version}; Orleans' own dashboard {options.Orleans.ToString().ToLowerInvariant()}.

        ```
        dotnet run -c Release --project benchmarks/Dashboard -- {string.Join(' ', args)}
        ```


        """));

    private static void Coordinator(StringBuilder page, DashboardOptions options, Figures figures) => page.Append(Text($"""
        ## The coordinator

        | | |
        |---|--:|
        | epochs a second from {options.Workers} simulated workers whose epochs take no time ({figures.FillEpochs} epochs) | {figures.FillEpochs / figures.FillSeconds:0} |
        | CPU per epoch meanwhile | {1000 * figures.FillCpuSeconds / figures.FillEpochs:0.00} ms |
        | cores used while the sweep goes on | {figures.IdleCores:0.00} |
        | the same with a follower of its events | {figures.FollowedCores:0.00} |
        | memory in the end | {figures.Memory / 1e6:0} MB |


        """));

    private static void Answers(StringBuilder page, DashboardOptions options, Figures figures)
    {
        page.Append(Text($"""
            ## Answers

            Milliseconds from the request to the whole answer: median (least to most). *First*: after each of {options.Starts} starts of the
            coordinator. *Live*: {options.Runs} times while the sweep goes on.

            | | First | Live | kB on the way |
            |---|--:|--:|--:|

            """));
        foreach (var (first, live) in figures.First.Zip(figures.Live))
        {
            page.Append(Text($"| `/{live.Path}` | {Milliseconds(first.Seconds)} | {Milliseconds(live.Seconds)} | {live.Bytes / 1e3:0} |\n"));
        }
    }

    private static void Page(StringBuilder page, DashboardOptions options, PageFigures visits) => page.Append(Text($"""

        ## The page

        The sweep's page in Chromium, {options.Runs} visits with an empty cache while the sweep goes on. Milliseconds: median (least to most).

        | | |
        |---|--:|
        | from the address to rows and curves | {Milliseconds(visits.Shown)} |
        | from the address to all charts | {Milliseconds(visits.Drawn)} |
        | from the address to rows and curves, in a browser that was there before | {Milliseconds(visits.Again)} |
        | from a click in the list of sweeps to rows and curves | {Milliseconds(visits.FromList)} |
        | the longest time that the page's main thread was held meanwhile | {Milliseconds(visits.OpeningStall)} |
        | from a click (sort, filter) to its effect, the slower of the two | {Milliseconds(visits.Answer)} |
        | the longest time that the main thread was held by the clicks and ten seconds of changes | {Milliseconds(visits.Stall)} |

        """));

    private static string Milliseconds(Samples seconds) => string.Create(
        CultureInfo.InvariantCulture, $"{1000 * seconds.Median:0} ({1000 * seconds.Least:0} to {1000 * seconds.Most:0})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

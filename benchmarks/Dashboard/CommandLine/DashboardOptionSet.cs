using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Dashboard.CommandLine;

/// <summary>The command line's options.</summary>
internal sealed class DashboardOptionSet
{
    public Option<int?> Trials { get; } = ValueOptions.WholeNumber("--trials", "Trials of the sweep (default: 1000)", 10, 100_000);

    public Option<int?> Epochs { get; } = ValueOptions.WholeNumber("--epochs", "Epochs of each trial (default: 50)", 1, 10_000);

    public Option<int?> Workers { get; } = ValueOptions.WholeNumber("--workers", "Simulated workers that fill it (default: 48)", 1, 4096);

    public Option<int?> LiveWorkers { get; } =
        ValueOptions.WholeNumber("--live-workers", "Simulated workers while it is looked at (default: 16)", 1, 4096);

    public Option<int?> Runs { get; } = ValueOptions.WholeNumber("--runs", "Times that each is measured (default: 20)", 1, 1000);

    public Option<int?> Starts { get; } = ValueOptions.WholeNumber("--starts", "Starts of the coordinator (default: 5)", 1, 100);

    public Option<string?> Browser { get; } = ValueOptions.Text("--browser", "Chromium (default: /usr/bin/chromium)", "FILE");

    public Option<bool> NoBrowser { get; } = new("--no-browser") { Description = "Open no page" };

    public Option<OrleansDashboard> Orleans { get; } = new("--orleans") { Description = "Orleans' own dashboard (default: On)" };

    public Option<string?> Out { get; } = ValueOptions.Text("--out", "Writes the figures there, as Markdown", "FILE.md");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All =>
        [Trials, Epochs, Workers, LiveWorkers, Runs, Starts, Browser, NoBrowser, Orleans, Out];

    public DashboardOptions Read(ParseResult result)
    {
        var defaults = new DashboardOptions();
        return defaults with
        {
            Trials = result.GetValue(Trials) ?? defaults.Trials,
            Epochs = result.GetValue(Epochs) ?? defaults.Epochs,
            Workers = result.GetValue(Workers) ?? defaults.Workers,
            LiveWorkers = result.GetValue(LiveWorkers) ?? defaults.LiveWorkers,
            Runs = result.GetValue(Runs) ?? defaults.Runs,
            Starts = result.GetValue(Starts) ?? defaults.Starts,
            Browser = result.GetValue(NoBrowser) ? null : result.GetValue(Browser) ?? defaults.Browser,
            Orleans = result.GetValue(Orleans),
        };
    }
}

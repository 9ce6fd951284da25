namespace ResNet.Distributed.Dashboard;

/// <summary>What is measured.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Trials of the sweep.</summary>
    public int Trials { get; init; } = 1000;

    /// <summary>Epochs of each.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Simulated workers that fill the sweep.</summary>
    public int Workers { get; init; } = 48;

    /// <summary>Simulated workers that go on with it, at an epoch a second, while it is looked at.</summary>
    public int LiveWorkers { get; init; } = 16;

    /// <summary>How often each answer and each page is taken.</summary>
    public int Runs { get; init; } = 20;

    /// <summary>How often the coordinator is started for the first answers.</summary>
    public int Starts { get; init; } = 5;

    /// <summary>Chromium's executable; null: no page is opened.</summary>
    public string? Browser { get; init; } = "/usr/bin/chromium";

    /// <summary>Orleans' own dashboard.</summary>
    public OrleansDashboard Orleans { get; init; } = OrleansDashboard.On;

    /// <summary>
    /// Trials that have ended when it is looked at; the others wait, or run. The workers that fill it end what they have begun, so some are
    /// left to the live ones.
    /// </summary>
    public int Filled => Trials - Math.Max(Trials / 10, 2 * Workers);
}

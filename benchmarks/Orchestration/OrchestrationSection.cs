using System.Globalization;
using System.Text;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.Orchestration.Simulated;
using ResNet.Distributed.Orchestration.Trained;

namespace ResNet.Distributed.Orchestration;

/// <summary>The figures as a section of the page of results.</summary>
internal static class OrchestrationSection
{
    private const double WantedShare = 0.98;
    private const double WantedTime = 1.01;
    private const double WantedReports = 5000;
    private const double WantedCores = 0.1;

    // What Ray Tune's documentation states for 10,000 trials of a second on 16 workers, over the ideal 625 s.
    private const double RayTune = 715.0 / 625;

    public static Section Of(OrchestrationOptions options, OrchestrationFigures figures)
    {
        var text = new StringBuilder();
        var (shortTrials, reports) = (figures.Short, figures.Reports);
        Line($"One coordinator, the embedded store and the workers on this machine. Simulated workers (`benchmarks/Simulation`) wait out an epoch's time and");
        Line($"report made-up numbers, over the same calls as one that trains.");
        Line($"");
        Line($"- **Short trials**: {shortTrials.Load.Trials} trials of 1 s on {shortTrials.Load.Workers} workers{Clock(options.Speed)}: {shortTrials.Seconds:0.0} s, ideally {shortTrials.Load.Ideal:0.0} s");
        Line($"  (Ray Tune: {RayTune:0.00} times the ideal). The coordinator used {shortTrials.CpuSeconds:0.0} s of CPU, {1000 * shortTrials.CpuSeconds / shortTrials.Load.Trials:0.00} ms a trial.");
        if (shortTrials.Waits is { } waits)
        {
            Line($"  From a trial's end to the next one's beginning a worker waits {1000 * waits.Mean:0.0} ms (median {1000 * waits.Median:0.0}, 99 of 100 times at most {1000 * waits.Late:0.0}, most {1000 * waits.Most:0.0}).");
        }

        Line($"- **Reports**: {reports.Load.AllEpochs} epochs that take no time, from {reports.Load.Workers} workers: {reports.Reports:0} a second, {1000 * reports.CpuPerEpoch:0.00} ms of the coordinator's CPU each.");
        Line($"  Workers and store use the same {Environment.ProcessorCount} cores. Each report is saved in the store before it is answered.");
        Line($"- **Heartbeats**: a pool of {options.PoolWorkers} workers without work, one heartbeat a second each: {figures.HeartbeatCores:0.000} of a core.");
        Line($"");
        Line($"### How cost grows");
        Line($"");
        Line($"The coordinator's CPU time for epochs that take no time, with one size of the load changed. The exponent is by what power of the size it grows.");
        foreach (var growth in figures.Growths)
        {
            WriteGrowth(growth, Line);
        }

        var goals = new List<Goal>
        {
            Goal.AtMost($"{shortTrials.Load.Trials} trials of 1 s on {shortTrials.Load.Workers} workers, times the ideal", WantedTime, One(shortTrials.Seconds / shortTrials.Load.Ideal), "0.000"),
            Goal.AtLeast("epoch reports a second through one coordinator", WantedReports, One(reports.Reports), "0"),
            Goal.AtMost($"cores for the heartbeats of {options.PoolWorkers} workers", WantedCores, One(figures.HeartbeatCores), "0.000"),
        };
        if (figures.Bare.Count > 0)
        {
            Line($"");
            Line($"### The same trials bare and orchestrated");
            Line($"");
            Line($"Two trials of resnet18, one after the other, each of an epoch of {TrainedLoad.Steps} steps, in {figures.Bare.Count} rounds by turns, each in new processes: in one that does nothing else,");
            Line($"and as a sweep on one worker, from a trial's beginning to that of the next or to the sweep's end, checkpoints, reports and files included.");
            Line($"");
            Line($"| | bare, s | orchestrated, s | bare over orchestrated |");
            Line($"|---|--:|--:|--:|");
            WriteTrained("the first trial of all processes", figures, 0, Line);
            WriteTrained("the next one", figures, 1, Line);
            Line($"");
            Line($"Of the next one an epoch takes {Median(figures.Orchestrated, 1, trial => trial.EpochSeconds) / Median(figures.Bare, 1, trial => trial.EpochSeconds):0.000} times as long as bare, and everything around it {Median(figures.Orchestrated, 1, trial => trial.Around):0.0} s instead of {Median(figures.Bare, 1, trial => trial.Around):0.0}. Reckoned from that for an epoch");
            Line($"of the script, {TrainedLoad.ScriptSteps} steps, a trial's time bare over orchestrated is {OfScript(figures):0.000}.");
            goals.Insert(0, Goal.AtLeast("a trial's time bare over orchestrated, in a cluster that has trained one", WantedShare, Ratio(figures, 1), "0.000"));
            goals.Insert(1, Goal.AtLeast("the same for a new cluster's first trial", WantedShare, Ratio(figures, 0), "0.000"));
        }

        return new Section("Orchestration", goals, text.ToString());

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static void WriteTrained(string what, OrchestrationFigures figures, int trial, Action<FormattableString> line) =>
        line($"| {what} | {Of(figures.Bare, trial).Text("0.0")} | {Of(figures.Orchestrated, trial).Text("0.0")} | {Ratio(figures, trial).Text("0.000")} |");

    private static Spread Of(IReadOnlyList<IReadOnlyList<TrialTime>> rounds, int trial) => Spread.Of(rounds.Select(round => round[trial].Seconds));

    private static Spread Ratio(OrchestrationFigures figures, int trial) =>
        Spread.OfRatios(figures.Bare.Select(round => round[trial].Seconds), figures.Orchestrated.Select(round => round[trial].Seconds));

    private static double Median(IReadOnlyList<IReadOnlyList<TrialTime>> rounds, int trial, Func<TrialTime, double> part) =>
        Spread.Of(rounds.Select(round => part(round[trial]))).Median;

    private static double OfScript(OrchestrationFigures figures)
    {
        return Trial(figures.Bare) / Trial(figures.Orchestrated);

        static double Trial(IReadOnlyList<IReadOnlyList<TrialTime>> rounds) =>
            Median(rounds, 1, trial => trial.EpochSeconds) * TrainedLoad.ScriptSteps / TrainedLoad.Steps + Median(rounds, 1, trial => trial.Around);
    }

    private static void WriteGrowth(Growth growth, Action<FormattableString> line)
    {
        line($"");
        line($"| {growth.Size} | epochs | CPU, s | ms an epoch | epochs/s | memory, MB | |");
        line($"|--:|--:|--:|--:|--:|--:|---|");
        foreach (var (_, time) in growth.Points)
        {
            var value = growth.Size switch { "trials" => time.Load.Trials, "workers" => time.Load.Workers, _ => time.Load.Sweeps };
            line($"| {value} | {time.Load.AllEpochs} | {time.CpuSeconds:0.00} | {1000 * time.CpuPerEpoch:0.00} | {time.Reports:0} | {time.Memory / 1e6:0} | {growth.Bar(time)} |");
        }

        line($"");
        line($"CPU time grows with {growth.Size} to the power of {growth.Exponent:0.00}.");
    }

    private static Spread One(double value) => Spread.Of([value]);

    private static string Clock(double speed) =>
        speed == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {speed} times faster than the clock, so that what a trial costs counts {speed} times");
}

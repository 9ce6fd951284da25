using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Telemetry;

/// <summary>
/// What telemetry takes of the processors, by the process's own account of its CPU time: of blocks of training no such account can be had, because
/// their own time differs from block to block by more than all of telemetry takes.
/// </summary>
/// <param name="ScrapeSeconds">CPU seconds of one scrape, those of the scraper included.</param>
/// <param name="ExportSeconds">CPU seconds of one export of all metrics by OTLP, those of the collector included.</param>
/// <param name="StepSeconds">CPU seconds of telling one step to the instruments and TensorBoard's files.</param>
internal sealed record CpuAccount(double ScrapeSeconds, double ExportSeconds, double StepSeconds)
{
    private const int Times = 200;
    private const int Tellings = 100_000;

    /// <summary>Measures, beside no training, with code that has run before.</summary>
    public static CpuAccount Take()
    {
        var folder = Directory.CreateTempSubdirectory("resnet-telemetry-account-").FullName;
        using var sink = OtlpSink.Start();
        using var telemetry = TelemetryProcess.Start(sink.Address, folder);
        try
        {
            var step = new StepResult(0, 0, 100, 2.3, 1.6, 128) { DataSeconds = 0.01, GradientWaitSeconds = 0 };
            Repeat(Tellings, () => telemetry.Observer.OnStep(step));
            Repeat(Times, telemetry.Scrape);
            Repeat(Times, telemetry.Export);
            var account = new CpuAccount(
                Repeat(Times, telemetry.Scrape), Repeat(Times, telemetry.Export), Repeat(Tellings, () => telemetry.Observer.OnStep(step)));
            return sink.Requests >= 2 * Times ? account : throw new InvalidOperationException($"Of {2 * Times} exports {sink.Requests} came.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The share of all cores that telemetry takes while a training runs, 0 to 1.</summary>
    /// <param name="interval">Between two scrapes, and between two exports.</param>
    /// <param name="step">Seconds of a training step.</param>
    public double Share(TimeSpan interval, double step) =>
        (((ScrapeSeconds + ExportSeconds) / interval.TotalSeconds) + (StepSeconds / step)) / Environment.ProcessorCount;

    private static double Repeat(int times, Action act)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
        {
            act();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / times;
    }
}

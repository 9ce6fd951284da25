using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.GpuWorker.Tests.Device;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Tests.Telemetry;

[Collection(Meters.Collection)]
public sealed class AttemptMeterTests
{
    private static readonly string[] Families =
    [
        "checkpoint_duration_seconds", "checkpoint_failures_total", "checkpoint_pause_seconds", "data_duration_seconds",
        "epoch_duration_seconds", "step_duration_seconds", "test_accuracy", "test_loss", "train_accuracy", "train_images_total", "train_loss",
        "trial_epoch",
    ];

    [Fact]
    public async Task An_attempt_has_all_its_series_with_its_labels_and_Prometheus_finds_nothing_wrong()
    {
        await using var app = await ScrapedApp.StartAsync();
        using var attempt = Trained(app, attempt: 1);

        var lines = await app.ScrapeAsync();

        Assert.Equal(Families.Select(family => $"resnet_{family}"), TypesOf(lines));
        Assert.All(
            lines.Where(line => line[0] != '#'),
            line => Assert.Contains("model=\"resnet18\",rank=\"0\",sweep=\"sweep\",trial=\"1\",worker=\"worker-0\"", line, StringComparison.Ordinal));
        Assert.Equal("8", ValueOf(lines, "resnet_train_images_total"));
        Assert.Equal("2", ValueOf(lines, "resnet_trial_epoch"));
        Assert.Equal("0", ValueOf(lines, "resnet_checkpoint_failures_total"));
        Assert.Equal("0.25", ValueOf(lines, "resnet_data_duration_seconds_sum"));
        Assert.Equal("", await Promtool.CheckAsync(lines));
    }

    [Fact]
    public async Task The_series_of_an_attempt_end_once_its_last_numbers_are_scraped()
    {
        await using var app = await ScrapedApp.StartAsync();
        Trained(app, attempt: 1).Dispose();

        Assert.Equal(Families.Length, TypesOf(await app.ScrapeAsync()).Count());
        Assert.Empty(await app.ScrapeAsync());
    }

    [Fact]
    public async Task Two_attempts_at_once_in_a_scrape_are_one_family_each_and_no_series_comes_twice()
    {
        await using var app = await ScrapedApp.StartAsync();
        Trained(app, attempt: 1).Dispose();
        using var second = Trained(app, attempt: 2);

        var both = await app.ScrapeAsync();
        var afterwards = await app.ScrapeAsync();

        Assert.Equal(Families.Length, TypesOf(both).Count());
        var series = both.Where(line => line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]).ToArray();
        Assert.Equal(series.Length, series.Distinct().Count());
        Assert.Equal(2, both.Count(line => line.StartsWith("resnet_train_loss{", StringComparison.Ordinal)));
        Assert.Equal("", await Promtool.CheckAsync(both));
        Assert.Single(afterwards, line => line.StartsWith("resnet_train_loss{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_attempts_leave_nothing_behind()
    {
        await using var app = await ScrapedApp.StartAsync();
        for (var number = 1; number <= 200; number++)
        {
            Trained(app, number).Dispose();
        }

        // More instruments than OpenTelemetry keeps at a time, none of them scraped: those that come later are not left out for them.
        await app.ScrapeAsync();
        using var last = Trained(app, attempt: 201);
        Assert.Equal(Families.Length, TypesOf(await app.ScrapeAsync()).Count());
    }

    private static AttemptMeter Trained(ScrapedApp app, int attempt)
    {
        var meter = new AttemptMeter(app.Meters, SampleAssignment.Of(attempt), "worker-0");
        meter.OnStep(new StepResult(1, 0, 1, Loss: 2, Seconds: 0.5, Images: 8) { DataSeconds = 0.25 });
        meter.OnEpoch(null!, new EpochResult(1, 2, 0.5, 0.25, TestLoss: 3, Images: 8, TrainSeconds: 1, TestSeconds: 1));
        meter.CheckpointPaused(TimeSpan.FromSeconds(0.1));
        meter.CheckpointSaved(new SavedCheckpoint("path", 2, 0, 100, 0.1, 0.7));
        return meter;
    }

    private static IEnumerable<string> TypesOf(IEnumerable<string> lines) =>
        lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);

    private static string ValueOf(IEnumerable<string> lines, string name) =>
        Assert.Single(lines, line => line.StartsWith(name + '{', StringComparison.Ordinal)).Split(' ')[^1];
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.GpuWorker;
using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Telemetry;

/// <summary>
/// A worker's telemetry without its silo: while it is <see cref="On"/> the exporter is scraped as often as the shipped config does, and metrics,
/// spans and logs go out by OTLP. All of it in this process: what the scraper does is counted too. It is started once, as in a worker.
/// </summary>
internal sealed class TelemetryProcess : IDisposable
{
    /// <summary>Between two scrapes, and between two exports: the shipped scrape config's.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new();
    private readonly WebApplication _app;
    private readonly AttemptTelemetry _attempt;
    private CancellationTokenSource? _stop;
    private Task<int>? _reading;

    private TelemetryProcess(WebApplication app, AttemptTelemetry attempt) => (_app, _attempt) = (app, attempt);

    /// <summary>Hears of the training.</summary>
    public ITrainingObserver Observer => _attempt.Observer;

    public static TelemetryProcess Start(string collector, string folder)
    {
        // Exported by On and Export alone: an hour is never.
        var builder = WebApplication.CreateBuilder(
        [
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_METRIC_EXPORT_INTERVAL=3600000",
            $"--Run:OutputDirectory={folder}",
        ]);
        builder.AddServiceDefaults();
        builder.Logging.AddFilter("Microsoft", LogLevel.Error);
        builder.Services.Configure<WorkerOptions>(worker => worker.Name = "worker-0");
        builder.Services.AddSingleton<AttemptTelemetry.Factory>();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapServiceDefaults();
        app.StartAsync().GetAwaiter().GetResult();
        return new TelemetryProcess(app, app.Services.GetRequiredService<AttemptTelemetry.Factory>().Begin(Assignment()));
    }

    /// <summary>Is read from now on: at once, and then at each interval.</summary>
    public void On()
    {
        _stop = new CancellationTokenSource();
        _reading = Task.Run(() => ReadRegularlyAsync(_stop.Token));
    }

    /// <summary>Is not read any more.</summary>
    /// <returns>How often it was since it is on.</returns>
    public int Off()
    {
        _stop?.Cancel();
        var times = _reading?.GetAwaiter().GetResult() ?? 0;
        _stop?.Dispose();
        (_stop, _reading) = (null, null);
        return times;
    }

    /// <summary>One scrape, to its end.</summary>
    public void Scrape() => _http.GetByteArrayAsync($"{_app.Urls.Single()}/metrics").GetAwaiter().GetResult();

    /// <summary>One export of all metrics, to its end. The answer says nothing: it is the scraped reader's too, which exports nothing unasked.</summary>
    public void Export() => _app.Services.GetRequiredService<MeterProvider>().ForceFlush();

    public void Dispose()
    {
        Off();
        _attempt.Dispose();
        _app.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
        _http.Dispose();
    }

    private async Task<int> ReadRegularlyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval);
        var times = 0;
        try
        {
            do
            {
                Scrape();
                Export();
                times++;
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The block is over.
        }

        return times;
    }

    private static Assignment Assignment()
    {
        var trial = new TrialId("benchmark", 1);
        return new Assignment
        {
            Trial = new TrialSpec
            {
                Id = trial,
                Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty,
                Hyperparameters = new Hyperparameters { Model = "resnet18", LearningRate = 1e-3, BatchSize = 128, Epochs = 1 },
                Metric = new MetricSpec("test_accuracy", MetricGoal.Maximize),
                MaxFailures = 0,
            },
            Attempt = 1,
            Lease = new Lease(Guid.NewGuid(), trial, [new WorkerId("worker-0", "silo")]),
            Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
    }
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.GpuWorker;
using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Telemetry;

/// <summary>
/// A worker's telemetry without its silo: the exporter listens and is scraped as often as the shipped config does, metrics, spans and
/// logs go out by OTLP, an attempt's instruments hear of every step. All of it in this process: what the scraper does is counted too.
/// </summary>
internal sealed class TelemetryProcess : IDisposable
{
    private static readonly TimeSpan ScrapePeriod = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly AttemptTelemetry _attempt;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _scraping;

    private TelemetryProcess(WebApplication app, AttemptTelemetry attempt)
    {
        (_app, _attempt) = (app, attempt);
        _scraping = Task.Run(ScrapeAsync);
    }

    /// <summary>Hears of the training.</summary>
    public ITrainingObserver Observer => _attempt.Observer;

    /// <summary>How often it was scraped; known after the end.</summary>
    public int Scrapes
    {
        get
        {
            _stop.Cancel();
            return _scraping.Result;
        }
    }

    public static TelemetryProcess Start(string collector, string folder, int attempt)
    {
        var builder = WebApplication.CreateBuilder(
        [
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_METRIC_EXPORT_INTERVAL=5000",
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
        return new TelemetryProcess(app, app.Services.GetRequiredService<AttemptTelemetry.Factory>().Begin(Assignment(attempt)));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _scraping.Wait();
        _attempt.Dispose();
        _app.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
        _stop.Dispose();
    }

    private async Task<int> ScrapeAsync()
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(ScrapePeriod);
        var scrapes = 0;
        try
        {
            do
            {
                await http.GetByteArrayAsync($"{_app.Urls.Single()}/metrics", _stop.Token);
                scrapes++;
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The block is over.
        }

        return scrapes;
    }

    private static Assignment Assignment(int attempt)
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
            Attempt = attempt,
            Lease = new Lease(Guid.NewGuid(), trial, [new WorkerId("worker-0", "silo")]),
            Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
    }
}

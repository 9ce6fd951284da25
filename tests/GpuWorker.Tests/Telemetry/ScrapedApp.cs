using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.GpuWorker.Tests.Telemetry;

/// <summary>A process' HTTP side with the real exporter, on a free port.</summary>
internal sealed class ScrapedApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private ScrapedApp(WebApplication app) => _app = app;

    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    public static async Task<ScrapedApp> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();

        // Every scrape is a new one, however soon it comes after the last.
        builder.Services.Configure<PrometheusAspNetCoreOptions>(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync();
        return new ScrapedApp(app);
    }

    /// <summary>What Prometheus would get now, without what is not ours.</summary>
    public async Task<string[]> ScrapeAsync()
    {
        var text = await _http.GetStringAsync($"{_app.Urls.Single()}/metrics");
        return [.. text.Split('\n').Where(line => line.Contains("resnet_", StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>Metrics for Prometheus; metrics, traces and logs by OTLP where a collector is named.</summary>
internal static class TelemetryServices
{
    /// <summary>Names the collector; without it nothing leaves the process but what is scraped.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter("ResNet.*", "Microsoft.Orleans")
                .AddRuntimeInstrumentation()
                .AddView(EndingMeter.LimitOf)
                .AddPrometheusExporter())
            .WithTracing(traces => traces
                .AddSource("ResNet.*", "Microsoft.Orleans.Application")
                .SetSampler(new ParentBasedSampler(new SweepRootSampler())));
        if (string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]))
        {
            return;
        }

        telemetry
            .WithLogging(configureBuilder: null, logs =>
            {
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
            })
            .UseOtlpExporter();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ResNet.Distributed.ServiceDefaults;

/// <summary>The few lines that every process of the cluster shares: logging, telemetry, health, options.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds them.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<RunOptions>().BindConfiguration(RunOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.AddLogs();
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>Maps <c>/health</c>, <c>/alive</c> and Prometheus' <c>/metrics</c>.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.MapHealthChecks("/health");
        app.MapHealthChecks("/alive", new() { Predicate = check => check.Tags.Contains("live") });
        app.MapPrometheusScrapingEndpoint();
        return app;
    }

    private static void AddLogs(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });

        // A launcher that is stopped reads no lines; a process must not wait for it with a full pipe.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);

        // Orleans and Kestrel tell much that nobody needs while all is well. First in the list of sources, so that
        // Logging__LogLevel__Orleans=Information in the environment brings it back.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Orleans"] = "Warning",

                // Says at every start that server GC is off, which is our choice: many small processes on one machine.
                ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",

                // Warns at every start, before its first check, of a check that is as old as the machine.
                ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",

                // Warns of work that takes more than a second, which the first call of everything does on a busy machine.
                ["Logging:LogLevel:Orleans.Runtime.Scheduler"] = "Error",
                ["Logging:LogLevel:Polly"] = "Warning",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                ["Logging:LogLevel:System"] = "Warning",
            },
        });
    }

    private static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter("ResNet.*", "Microsoft.Orleans")
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter())
            .WithTracing(traces => traces.AddSource("ResNet.*", "Microsoft.Orleans.Application"));
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ResNet.Distributed.ServiceDefaults.Health;
using ResNet.Distributed.ServiceDefaults.Logging;
using ResNet.Distributed.ServiceDefaults.Security;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.ServiceDefaults;

/// <summary>The few lines that every process of the cluster shares: logging, telemetry, health, security, options.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds them.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<RunOptions>().BindConfiguration(RunOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHealthChecks();
        builder.AddLogs();
        builder.AddSecurity();
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>Maps <c>/health</c>, <c>/alive</c> and Prometheus' <c>/metrics</c>.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint().RequireAuthorization(SecurityServices.MetricsPolicy);
        return app;
    }
}

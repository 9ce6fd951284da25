using Orleans.Storage;
using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Coordinator.Health;
using ResNet.Distributed.Coordinator.Http;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.Coordinator.Trials;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.Coordinator;

/// <summary>Puts the process together: the silo, the API.</summary>
internal static class CoordinatorApp
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(7);

    /// <summary>The application, not yet started.</summary>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.Services.AddParentWatch(builder.Configuration).AddShutdownDeadline(StopLimit);
        builder.UseOrleans(silo =>
        {
            silo.Services.AddResNetCluster()
                .AddSingleton<WorkerGrains>()
                .AddSingleton<IGrainStorageSerializer, JsonGrainStateSerializer>()
                .AddCoordinatorTelemetry();
            silo.AddActivityPropagation().AddOrleansDashboard(builder.Configuration);
        });
        builder.Services.AddCoordinatorHealth();
        builder.Services.AddHostedService<WakeSweeps>();
        builder.Services.AddHttpApi();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapServiceDefaults();
        app.MapHttpApi();
        app.MapOrleansDashboard();
        return app;
    }
}

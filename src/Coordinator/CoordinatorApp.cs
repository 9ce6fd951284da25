using Orleans.Storage;
using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Coordinator.Dashboard;
using ResNet.Distributed.Coordinator.Health;
using ResNet.Distributed.Coordinator.Http;
using ResNet.Distributed.Coordinator.Security;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.Coordinator.Trials;
using ResNet.Distributed.Exchange;
using ResNet.Distributed.Membership;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Hosting;
using ResNet.Distributed.ServiceDefaults.Lifetime;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator;

/// <summary>Puts the process together: the silo, the API, the dashboard.</summary>
internal static class CoordinatorApp
{
    internal static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(7);

    /// <summary>The application, not yet started.</summary>
    public static WebApplication Create(string[] args)
    {
        // The dashboard's assets lie beside the program, wherever it was started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        builder.AddCoordinatorSecurity();
        builder.AddDashboard();
        builder.Services.AddParentWatch(builder.Configuration).AddShutdownDeadline(StopLimit);
        builder.UseOrleans(silo =>
        {
            silo.Services.AddResNetCluster()
                .AddJoinTurns()
                .AddSingleton<WorkerGrains>()
                .AddSingleton<TrialArchive>()
                .AddSingleton<IGrainStorageSerializer, JsonGrainStateSerializer>()
                .AddCoordinatorTelemetry();
            StoreConnection.Add(silo.Services);
            silo.AddActivityPropagation().AddOrleansDashboard(builder.Configuration);
            if (KubernetesPod.IsDescribed(builder.Configuration))
            {
                silo.UseKubernetesHosting();
            }
        });
        builder.Services.AddSingleton<SiloEndpoints>(_ => SiloPorts.Of);
        builder.Services.AddCoordinatorHealth();
        builder.Services.AddHostedService<WakeSweeps>();
        builder.Services.AddHttpApi();

        return Map(builder.Build());
    }

    /// <summary>What requests pass, and where they lead.</summary>
    internal static WebApplication Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseCoordinatorSecurity();
        app.MapServiceDefaults();
        app.MapSignIn();
        app.MapHttpApi();
        app.MapTrialFiles();
        app.MapOrleansDashboard();
        app.MapDashboard();
        return app;
    }
}

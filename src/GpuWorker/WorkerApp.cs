using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Exchange;
using ResNet.Distributed.GpuWorker.Agent;
using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.GpuWorker.Health;
using ResNet.Distributed.GpuWorker.Logging;
using ResNet.Distributed.GpuWorker.Reporting;
using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.Membership;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Hosting;
using ResNet.Distributed.ServiceDefaults.Lifetime;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.GpuWorker;

/// <summary>Puts the process together: the silo, the training thread, what lies between them.</summary>
internal static class WorkerApp
{
    // Kubernetes kills a pod 30 s after it has asked it to stop: until then the step ends, the checkpoint is written, the trial is
    // handed back. The built-in launcher is less patient.
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(28);

    /// <summary>The application, not yet started.</summary>
    public static WebApplication Create()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        builder.Services.AddParentWatch(builder.Configuration)
            .AddShutdownDeadline(DrainLimit, services => services.GetRequiredService<AttemptSlot>().Held is null or { HasEnded: true });
        builder.Services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AttemptSlot>();
        builder.Services.AddSingleton<LoadedData>();
        builder.Services.AddSingleton<ReportQueue>();
        builder.Services.AddSingleton<AttemptTelemetry.Factory>();
        builder.Services.AddSingleton<WorkerMeter>();
        builder.Services.AddSingleton<ILoggerProvider, TrialLogProvider>();

        // A trial's file has more than the console shows: there, every epoch would be too much.
        builder.Logging.AddFilter<TrialLogProvider>("ResNet", LogLevel.Debug);
        builder.Services.AddSingleton<SiloEndpoints>(_ => SiloPorts.Of);
        builder.Services.AddWorkerHealth();
        builder.Services.AddTrialFiles();
        builder.Services.AddSingleton<EarlierAttempts>();
        builder.Services.AddSingleton<ReplicaConnector>();
        builder.Services.AddSingleton<AttemptRunner>();

        // Before the silo, so that libtorch and the data load while the silo joins the cluster. Services stop in the opposite
        // order: the slot drains, the last report leaves, the pool hears goodbye, and only then the silo goes.
        builder.Services.AddSingleton<TrainingThread>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TrainingThread>());
        builder.UseOrleans(silo =>
        {
            silo.Services.AddResNetCluster().AddJoinTurns();
            silo.AddActivityPropagation();
            if (KubernetesPod.IsDescribed(builder.Configuration))
            {
                silo.UseKubernetesHosting();
            }
        });
        builder.Services.AddSingleton<CoordinatorPresence>();
        builder.Services.AddHostedService<ReportSender>();
        builder.Services.AddHostedService<Heartbeats>();
        builder.Services.AddHostedService<Drain>();

        var app = builder.Build();
        app.UseSecurity();
        app.MapServiceDefaults();
        app.MapTrialFiles();
        app.Services.GetRequiredService<WorkerMeter>();
        return app;
    }
}

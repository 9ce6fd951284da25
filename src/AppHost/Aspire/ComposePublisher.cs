using Aspire.Hosting.Publishing;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>Has Aspire publish the cluster.</summary>
internal static class ComposePublisher
{
    private const string OutputPath = "Pipeline:OutputPath";

    /// <summary>Does what the arguments say.</summary>
    /// <param name="arguments">Aspire's own.</param>
    /// <param name="options">The cluster's sizes.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, ClusterOptions options, CancellationToken cancellation)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = arguments });

        // Aspire's own default, said aloud because paths in the file start there.
        var output = Path.GetFullPath(builder.Configuration[OutputPath] ??= "aspire-output");
        var sizes = Preflight.Sizes(options, ContainerResources.OutputFolder, Machine.Detect()) with { Gpus = 0, OtlpEndpoint = null };
        new ComposeModel(builder, ContainerResources.Of(sizes), options.Port).Add();
        new ComposeObservability(builder, output).Add();
        var done = false;
        builder.Eventing.Subscribe<AfterPublishEvent>((_, _) =>
        {
            done = true;
            return Task.CompletedTask;
        });
        await using var application = builder.Build();
        await application.RunAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();

        // What went wrong has been said by Aspire.
        return done ? ExitCode.Done : ExitCode.Failed;
    }
}

using System.CommandLine;
using ResNet.Distributed.GpuWorker.Node;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>
/// The command line: join the cluster, as a node or as one worker; <c>data</c>, see to the data set; <c>export</c> and <c>predict</c>, use a
/// trained model.
/// </summary>
internal static class WorkerCommands
{
    /// <summary>The root command.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand(
            "With --store, this machine joins the cluster as a node: a worker process for each of its GPUs. Without options, this process "
            + "joins as one worker, configured by the environment as the launcher does it: ConnectionStrings__redis, Run__DataDirectory, "
            + "Run__OutputDirectory, Worker__Name, Worker__Threads, Orleans__….")
        {
            DataCommand.Create(),
            ExportCommand.Create(),
            PredictCommand.Create(),
        };
        var node = new NodeOptionSet();
        node.AddTo(root);
        root.SetAction(async (parsed, stop) =>
        {
            if (node.Read(parsed) is { } options)
            {
                return await NodeCommand.RunAsync(options);
            }

            var app = WorkerApp.Create();
            await app.RunToEndAsync(stop);
            return Environment.ExitCode;
        });
        return root;
    }
}

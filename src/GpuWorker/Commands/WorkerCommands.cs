using System.CommandLine;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>The command line: without a command, join the cluster; <c>data</c>, see to the data set.</summary>
internal static class WorkerCommands
{
    /// <summary>The root command.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand(
            "Joins the cluster as one worker and trains what it is given. Configured by the environment, as the launcher does it: "
            + "ConnectionStrings__redis, Run__DataDirectory, Run__OutputDirectory, Worker__Name, Worker__Threads, Orleans__….")
        {
            DataCommand.Create(),
        };
        root.SetAction(async (_, stop) =>
        {
            var app = WorkerApp.Create();
            await app.RunToEndAsync(stop);
            return Environment.ExitCode;
        });
        return root;
    }
}

using System.Globalization;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.GpuWorker.Node;

/// <summary>
/// A machine that joins a cluster: starts a worker process for each of its GPUs, keeps them running, and leaves with them. It is no
/// member of the cluster itself.
/// </summary>
internal static class NodeCommand
{
    // A worker that is asked to stop ends its step, writes a checkpoint and waits until that is safe; it limits all this itself.
    private static readonly TimeSpan DrainPatience = WorkerApp.DrainLimit + TimeSpan.FromSeconds(2);

    /// <summary>Runs the node until it is asked to leave.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(NodeOptions options)
    {
        var output = new NodeOutput(Console.Error);
        var kill = () => { };
        using var interrupts = new Interrupts(endAtOnce: () =>
        {
            kill();
            Environment.Exit(ExitCode.Interrupted);
        });
        try
        {
            var plan = await NodePreflight.PlanAsync(options, interrupts.Requested);
            using var folder = plan.Output;
            var group = new ProcessGroup(folder.LogFolder, output.ProcessLine, output.Note, TimeProvider.System)
            {
                Patience = DrainPatience,
                Restarts = RestartPolicy.Endless,
            };
            kill = group.Kill;
            return await RunAsync(plan, group, output, interrupts.Requested);
        }
        catch (InputException error)
        {
            return CommandInvocation.Refuse(output.Note, error.Faults);
        }
        catch (LaunchException error)
        {
            output.Note(error.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (interrupts.Requested.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> RunAsync(NodePlan plan, ProcessGroup group, NodeOutput output, CancellationToken leave)
    {
        var workers = plan.Topology.Workers;
        output.Note($"Data: {plan.Data.Path} ({plan.Data.Detail})");
        output.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Joining at {workers[0].Http.Address} with {workers.Length} worker{(workers.Length == 1 ? "" : "s")} of "
            + $"{workers[0].Environment["Worker__Threads"]} threads: {string.Join(", ", workers.Select(worker => worker.Name))}; "
            + $"logs: {plan.Output.LogFolder}. Ctrl-C leaves"));
        try
        {
            var program = ProgramFile.Own("GpuWorker");
            foreach (var worker in workers)
            {
                group.Start(new ProcessSpec(worker.Name, program, worker.Environment), stopLast: false);
            }

            return await group.WhileRunningAsync(UntilAsync, leave);
        }
        finally
        {
            output.Note("Leaving: each worker ends its step and hands its trial back");
            await group.StopAsync();
        }
    }

    private static async Task<int> UntilAsync(CancellationToken leave)
    {
        await Task.Delay(Timeout.Infinite, leave).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Done;
    }
}

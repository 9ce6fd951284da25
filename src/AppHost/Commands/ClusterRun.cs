using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary>One cluster, from its first line to the end of its last process.</summary>
internal static class ClusterRun
{
    /// <summary>Starts what the plan describes, does <paramref name="work"/>, and ends everything again, whatever happened.</summary>
    public static async Task<int> RunAsync(
        LaunchPlan plan,
        CommandContext context,
        Func<IClusterLauncher, CancellationToken, Task<int>> work,
        CancellationToken cancellation)
    {
        var terminal = context.Terminal;
        await using var launcher = Launchers.Create(plan, terminal);
        context.OnSecondInterrupt(launcher.Kill);
        var topology = plan.Topology;
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Starting {(topology.Store.Embedded ? "the store, " : "")}{(topology.Coordinators is [_] ? "a coordinator" : $"{topology.Coordinators.Length} coordinators")} and "
            + $"{Describe(topology.Workers)}; logs: {plan.Output.LogFolder}"));
        var exitCode = await launcher.WhileRunningAsync(
            async running =>
            {
                await launcher.StartAsync(running);
                terminal.Note($"API and dashboard: {launcher.Address}");
                if (plan.Key is { } key)
                {
                    terminal.Note($"They need {key}");
                }

                return await work(launcher, running);
            },
            cancellation);
        return exitCode;
    }

    /// <summary>Waits for Ctrl-C.</summary>
    public static async Task StayUpAsync(Terminal terminal, IClusterLauncher launcher, CancellationToken cancellation)
    {
        terminal.Note($"The cluster stays up at {launcher.Address}; Ctrl-C ends it");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    private static string Describe(ImmutableArray<NodeSpec> workers) => workers.IsEmpty
        ? "no worker, since nodes bring them"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{workers.Length} worker{(workers.Length == 1 ? "" : "s")} of {workers[0].Environment["Worker__Threads"]} threads");
}

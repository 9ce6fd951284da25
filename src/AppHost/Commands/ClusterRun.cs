using System.Globalization;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Output;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary>One cluster, from its first line to the end of its last process.</summary>
internal static class ClusterRun
{
    /// <summary>Starts what the plan describes, does <paramref name="work"/>, and ends everything again, whatever happened.</summary>
    public static async Task<int> RunAsync(
        LaunchPlan plan,
        CommandContext context,
        Func<BuiltInLauncher, CancellationToken, Task<int>> work,
        CancellationToken cancellation)
    {
        var terminal = context.Terminal;
        await using var launcher = new BuiltInLauncher(plan, terminal);
        context.OnSecondInterrupt(launcher.Kill);
        var topology = plan.Topology;
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Starting {(topology.Store.Embedded ? "the store, " : "")}{(topology.Coordinators is [_] ? "a coordinator" : $"{topology.Coordinators.Length} coordinators")} and {topology.Workers.Length} "
            + $"worker{(topology.Workers.Length == 1 ? "" : "s")} of {topology.Workers[0].Environment["Worker__Threads"]} threads; "
            + $"logs: {plan.Output.LogFolder}"));
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
    public static async Task StayUpAsync(Terminal terminal, BuiltInLauncher launcher, CancellationToken cancellation)
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
}

using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Topology;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary><c>sweep FILE</c>, and without arguments the bundled quick look: a cluster and one sweep to its end.</summary>
internal static class SweepCommand
{
    /// <summary>A sweep from a file; the cluster ends with it, unless it is to be kept.</summary>
    public static async Task<int> FileAsync(
        string file, ClusterOptions options, CommandContext context, CancellationToken cancellation)
    {
        context.Terminal.Note(BuiltInLauncher.Greeting);
        var checks = new InputChecks();
        var spec = checks.SweepFile(file);
        checks.Workers(spec, Preflight.Workers(options, Machine.Detect()), options.Store);
        var plan = await Preflight.PlanAsync(checks, options, cancellation);
        return await RunAsync(plan, spec!, options.Keep, context, cancellation);
    }

    /// <summary>The bundled sweep; the cluster stays up.</summary>
    public static async Task<int> QuickstartAsync(ClusterOptions options, CommandContext context, CancellationToken cancellation)
    {
        context.Terminal.Note(BuiltInLauncher.Greeting);
        var plan = await Preflight.PlanAsync(new InputChecks(), options, cancellation);
        context.Terminal.Note(
            "The quickstart sweep is a quick look: a few hundred images and three epochs, to see everything work within minutes");
        return await RunAsync(plan, SweepFile.Parse(Quickstart.Text, Quickstart.Name), keep: true, context, cancellation);
    }

    private static Task<int> RunAsync(
        LaunchPlan plan, SweepSpec spec, bool keep, CommandContext context, CancellationToken cancellation) =>
        ClusterRun.RunAsync(
            plan,
            context,
            async (launcher, running) =>
            {
                var exitCode = await FollowAsync(launcher, plan, spec, context, running, cancellation);
                if (keep)
                {
                    await ClusterRun.StayUpAsync(context.Terminal, launcher, running);
                }

                return exitCode;
            },
            cancellation);

    private static async Task<int> FollowAsync(
        BuiltInLauncher launcher,
        LaunchPlan plan,
        SweepSpec spec,
        CommandContext context,
        CancellationToken running,
        CancellationToken interrupted)
    {
        try
        {
            return await Sweeps.RunAsync(launcher.Address, plan.Key, spec.Text, plan.Output.Path, context.Terminal, running);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            context.Terminal.Note(
                $"Interrupted. What was done is kept in {Path.Combine(plan.Output.Path, spec.Name)}; the same command goes on from there");
            throw;
        }
    }
}

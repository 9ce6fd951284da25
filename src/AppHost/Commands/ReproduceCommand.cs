using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.CommandLine;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Reproduction;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary><c>reproduce</c>: the original script through one worker; standard output holds its lines and nothing else.</summary>
internal static class ReproduceCommand
{
    public static async Task<int> RunAsync(
        ReproduceOptions script, ClusterOptions options, CommandContext context, CancellationToken cancellation)
    {
        context.Terminal.Note(BuiltInLauncher.Greeting);
        var checks = new InputChecks();
        checks.FileToWrite("--trace", script.Trace);
        var plan = await Preflight.PlanAsync(checks, options with { Workers = 1 }, cancellation);
        var name = ReproduceSweep.Name(DateTimeOffset.UtcNow, Environment.ProcessId);
        return await ClusterRun.RunAsync(
            plan,
            context,
            async (launcher, running) =>
            {
                using var client = new SweepClient(launcher.Address, plan.Key);
                await client.SubmitAsync(ReproduceSweep.Text(name, script), Sweeps.Patience, context.Terminal.Note, running);
                var exitCode = await new ScriptFollower(client, context.Terminal).FollowAsync(name, running);
                var folder = Path.Combine(plan.Output.Path, name);
                if (exitCode == ExitCode.Done && script.Trace is { } trace)
                {
                    TraceFile.Copy(folder, trace);
                }

                context.Terminal.Note($"Results: {folder}");
                return exitCode;
            },
            cancellation);
    }
}

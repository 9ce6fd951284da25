using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.Launching.Checks;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary><c>up</c>: a cluster without a sweep; sweeps come by HTTP.</summary>
internal static class UpCommand
{
    public static async Task<int> RunAsync(ClusterOptions options, CommandContext context, CancellationToken cancellation)
    {
        context.Terminal.Note(Launchers.Greeting);
        var plan = await Preflight.PlanAsync(new InputChecks(), options, cancellation);
        return await ClusterRun.RunAsync(
            plan,
            context,
            async (launcher, running) =>
            {
                context.Terminal.Note($"Give it a sweep: dotnet run --project src/AppHost -- submit FILE --url {launcher.Address}");
                await ClusterRun.StayUpAsync(context.Terminal, launcher, running);
                return ExitCode.Done;
            },
            cancellation);
    }
}

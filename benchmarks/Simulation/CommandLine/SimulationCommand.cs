using System.CommandLine;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.Simulation.CommandLine;

/// <summary>The program's one command.</summary>
internal static class SimulationCommand
{
    /// <summary>Is the workers that <paramref name="args"/> ask for, until it is interrupted.</summary>
    /// <returns>0 at the end, 2 when the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var options = new SimulationOptionSet();
        var root = new RootCommand("Joins a cluster as workers that train nothing, and report made-up epochs after a set time.");
        foreach (var option in options.All)
        {
            root.Options.Add(option);
        }

        root.SetAction(async (result, stop) =>
        {
            await SimulationApp.Create(options.Read(result)).RunToEndAsync(stop);
            return ExitCode.Done;
        });
        return await CommandInvocation.RunAsync(root, args, Console.Error.WriteLine, interrupted);
    }
}

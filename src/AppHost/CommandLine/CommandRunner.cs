using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.CommandLine;

/// <summary>Runs one command and turns every end into an exit code and, where it went wrong, words.</summary>
internal static class CommandRunner
{
    /// <summary>Runs what <paramref name="args"/> ask for.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="context">What the commands work with.</param>
    /// <param name="interrupted">Ends the command: 130.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, CommandContext context, CancellationToken interrupted)
    {
        try
        {
            return await CommandInvocation.RunAsync(CommandTree.Create(context), args, context.Terminal.Note, interrupted);
        }
        catch (InputException error)
        {
            return CommandInvocation.Refuse(context.Terminal.Note, error.Faults);
        }
        catch (Exception error) when (error is LaunchException or ApiException)
        {
            context.Terminal.Note(error.Message);
            return ExitCode.Failed;
        }
    }
}

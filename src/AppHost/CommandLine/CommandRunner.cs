using System.CommandLine;
using System.CommandLine.Invocation;
using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Output;

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
        var parsed = CommandTree.Create(context).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(context.Terminal, [.. parsed.Errors.Select(e => e.Message).Distinct(), "--help shows what there is."]);
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, interrupted);
        }
        catch (InputException error)
        {
            return Refuse(context.Terminal, error.Faults);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is LaunchException or ApiException)
        {
            context.Terminal.Note(error.Message);
            return ExitCode.Failed;
        }
    }

    private static int Refuse(Terminal terminal, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            terminal.Note(fault);
        }

        return ExitCode.BadInput;
    }
}

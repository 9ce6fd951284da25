using System.CommandLine;
using System.CommandLine.Invocation;

namespace ResNet.Distributed.Launching.CommandLine;

/// <summary>Runs a command line, and turns wrong arguments and an interruption into exit codes.</summary>
public static class CommandInvocation
{
    /// <summary>Runs what <paramref name="args"/> ask for; what its command throws goes to the caller.</summary>
    /// <param name="root">The command line.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="tell">Hears what is wrong with the arguments, a line each.</param>
    /// <param name="interrupted">Ends the command: 130.</param>
    /// <returns>The command's own code, or one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args, Action<string> tell, CancellationToken interrupted)
    {
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(tell, [.. parsed.Errors.Select(error => error.Message).Distinct(), "--help shows what there is."]);
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, interrupted);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    /// <summary>Tells what is wrong with the input.</summary>
    /// <returns><see cref="ExitCode.BadInput"/>.</returns>
    public static int Refuse(Action<string> tell, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            tell(fault);
        }

        return ExitCode.BadInput;
    }
}

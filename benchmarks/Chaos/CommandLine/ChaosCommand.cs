using System.CommandLine;
using System.Globalization;
using ResNet.Distributed.Chaos.Network;
using ResNet.Distributed.Chaos.Reporting;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Chaos.CommandLine;

/// <summary>The program's one command.</summary>
internal static class ChaosCommand
{
    /// <summary>Runs what <paramref name="args"/> ask for.</summary>
    /// <returns>0 when every sweep gave the calm one's results and nothing went wrong; 1 else, 2 when it cannot be started.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken interrupted)
    {
        var options = new ChaosOptionSet();
        var root = new RootCommand(
            "Runs a sweep on a cluster whose processes are killed, frozen and cut off, and compares its results with a calm run's.");
        foreach (var option in options.All)
        {
            root.Options.Add(option);
        }

        root.SetAction((result, cancellation) =>
            ExecuteAsync(options.Read(result), result.GetValue(options.Out), args, cancellation));
        try
        {
            return await CommandInvocation.RunAsync(root, args, Console.Error.WriteLine, interrupted);
        }
        catch (ChaosException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> ExecuteAsync(ChaosOptions options, string? page, string[] args, CancellationToken cancellation)
    {
        if (Requirements.Missing().ToArray() is { Length: > 0 } missing)
        {
            return CommandInvocation.Refuse(Console.Error.WriteLine, missing);
        }

        if (await Leftovers.RemoveAsync() is > 0 and var removed)
        {
            Print($"removed {removed} namespaces of runs that were killed");
        }

        var result = await new ChaosRun(options, Print, TimeProvider.System).RunAsync(cancellation);
        foreach (var line in Summary.Lines(result))
        {
            Console.WriteLine(line);
        }

        if (page is not null)
        {
            await File.WriteAllTextAsync(page, await ReportPage.WriteAsync(result, args), cancellation);
        }

        return result.Passed ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Print(string line) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {line}"));
}

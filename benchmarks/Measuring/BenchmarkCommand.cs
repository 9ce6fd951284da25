using System.CommandLine;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Measuring;

/// <summary>Runs a benchmark's command line.</summary>
public static class BenchmarkCommand
{
    /// <summary>A measurement that cannot be made ends with exit code 1 and the reason.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, CancellationToken interrupted)
    {
        try
        {
            return await CommandInvocation.RunAsync(root, args, Console.Error.WriteLine, interrupted);
        }
        catch (Exception error) when (error is InvalidOperationException or LaunchException or TimeoutException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Failed;
        }
    }
}

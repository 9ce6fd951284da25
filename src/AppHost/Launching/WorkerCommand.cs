using System.Collections.Immutable;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>A command of the worker's program, for what AppHost itself loads nothing for. Its standard error is ours.</summary>
internal static class WorkerCommand
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="worker">The worker's program.</param>
    /// <param name="arguments">The command's name and what follows it.</param>
    /// <param name="onOutput">Takes each line of its standard output.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public static async Task<int> RunAsync(
        ProgramFile worker, IEnumerable<string> arguments, Action<string> onOutput, CancellationToken cancellation)
    {
        var environment = ImmutableDictionary<string, string>.Empty.Add(ClusterResources.ParentPipe, "stdin");
        using var child = ChildProcess.Start(worker, environment, arguments, onOutput, onError: null);
        var ended = child.WaitAsync();
        try
        {
            return await ended.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            child.Terminate();
            await Task.WhenAny(ended, Task.Delay(StopPatience, CancellationToken.None));
            child.Kill();
            throw;
        }
    }
}

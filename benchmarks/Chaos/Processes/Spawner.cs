using System.Collections.Concurrent;
using System.Diagnostics;

namespace ResNet.Distributed.Chaos.Processes;

/// <summary>
/// Starts processes from one thread, which lives as long as we do: PR_SET_PDEATHSIG, by which they end with us even when we are
/// killed and they are stopped, follows the thread that started them.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Work = Begin();

    /// <summary>Starts a process.</summary>
    /// <exception cref="ChaosException">It cannot be started.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception error)
            {
                started.SetException(new ChaosException($"{start.FileName} cannot be started: {error.Message}", error));
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        })
        { IsBackground = true, Name = "spawner" };
        thread.Start();
        return work;
    }
}

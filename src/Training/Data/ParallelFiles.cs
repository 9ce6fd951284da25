using System.Runtime.ExceptionServices;

namespace ResNet.Distributed.Training.Data;

/// <summary>Work on several files at once; an error comes out as it was thrown.</summary>
internal static class ParallelFiles
{
    // Not Parallel.For, which the runtime would have to compile first: that takes as long as the reading of a file.
    public static void Run(int count, CancellationToken cancel, Action<int> work)
    {
        var next = -1;
        var own = new Task(TakeAll);
        var others = new Task[Math.Max(0, Math.Min(count, Environment.ProcessorCount) - 1)];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = Task.Run(TakeAll, CancellationToken.None);
        }

        own.RunSynchronously(TaskScheduler.Default);
        try
        {
            Task.WaitAll([own, .. others], CancellationToken.None);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(
                e.InnerExceptions.FirstOrDefault(inner => inner is CifarDataException) ?? e.InnerExceptions[0]);
        }

        void TakeAll()
        {
            try
            {
                for (var taken = Interlocked.Increment(ref next); taken < count; taken = Interlocked.Increment(ref next))
                {
                    cancel.ThrowIfCancellationRequested();
                    work(taken);
                }
            }
            catch
            {
                Volatile.Write(ref next, count);
                throw;
            }
        }
    }
}

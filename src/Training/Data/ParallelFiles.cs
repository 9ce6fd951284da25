using System.Runtime.ExceptionServices;

namespace ResNet.Distributed.Training.Data;

/// <summary>Work on several files at once; an error comes out as it was thrown.</summary>
internal static class ParallelFiles
{
    public static void Run(int count, CancellationToken cancel, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel }, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(
                e.InnerExceptions.FirstOrDefault(inner => inner is CifarDataException) ?? e.InnerExceptions[0]);
        }
    }
}

using System.Runtime.CompilerServices;

namespace ResNet.Distributed.Coordinator.Dashboard.Live;

/// <summary>Turns something that can be looked at into something that can be followed.</summary>
internal static class Looking
{
    /// <summary>What is there now, and again after each period, until stopped.</summary>
    public static async IAsyncEnumerable<T> EveryAsync<T>(
        this TimeProvider time, TimeSpan period, Func<Task<T>> look, [EnumeratorCancellation] CancellationToken stop = default)
    {
        using var timer = new PeriodicTimer(period, time);
        do
        {
            yield return await look();
        }
        while (await timer.WaitForNextTickAsync(stop));
    }
}

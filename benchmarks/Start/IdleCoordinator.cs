using ResNet.Distributed.OpenStore;

namespace ResNet.Distributed.Start;

/// <summary>A coordinator that nobody asks anything.</summary>
internal static class IdleCoordinator
{
    /// <summary>Starts one on a store of its own, and lets it be.</summary>
    /// <param name="folder">For everything that is written; new.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Bytes of memory that are resident then: its own and those of the files that it has mapped.</returns>
    public static async Task<long> MemoryAsync(string folder, int seconds, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var store = RedisProcess.Start(folder);
        using var coordinator = CoordinatorProcess.Start(store.Port, folder);
        await coordinator.AnswersAsync("health");
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation);
        return coordinator.ResidentMemory();
    }
}

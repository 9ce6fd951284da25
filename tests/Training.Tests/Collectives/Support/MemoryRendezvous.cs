using System.Collections.Concurrent;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.Training.Tests.Collectives.Support;

/// <summary>Introduces ranks that are all in this process, or are spoken for by it.</summary>
/// <param name="worldSize">Ranks.</param>
/// <param name="change">What becomes of a rank's endpoint before the others hear it; null for nothing.</param>
internal sealed class MemoryRendezvous(int worldSize, Func<int, string, string>? change = null) : IRendezvous
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>[]> _channels = new();

    public async Task<IReadOnlyList<string>> ExchangeAsync(
        string channel, int rank, string endpoint, CancellationToken cancellationToken)
    {
        Tell(channel, rank, endpoint);
        return await HearAsync(channel, cancellationToken);
    }

    public void Tell(string channel, int rank, string endpoint) =>
        Slots(channel)[rank].TrySetResult(change is null ? endpoint : change(rank, endpoint));

    public async Task<string[]> HearAsync(string channel, CancellationToken cancellationToken) =>
        await Task.WhenAll(Slots(channel).Select(slot => slot.Task)).WaitAsync(cancellationToken);

    private TaskCompletionSource<string>[] Slots(string channel) => _channels.GetOrAdd(channel, _ =>
        [.. Enumerable.Range(0, worldSize)
            .Select(_ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously))]);
}

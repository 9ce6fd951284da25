using System.Collections.Concurrent;
using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>Ranks that are threads of this process, with a real group between them.</summary>
internal sealed class LocalRanks : IRendezvous
{
    private readonly ConcurrentDictionary<int, string> _endpoints = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _worldSize;

    private LocalRanks(int worldSize) => _worldSize = worldSize;

    /// <summary>Runs the body once for each rank, at the same time.</summary>
    /// <returns>What each gave, by rank.</returns>
    public static T[] Run<T>(int worldSize, Func<ICollective, T> body)
    {
        var (ranks, results) = (new LocalRanks(worldSize), new T[worldSize]);
        var failures = new ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, worldSize).Select(rank => new Thread(() =>
        {
            try
            {
                using var group = ranks.Connect(rank);
                results[rank] = body(group);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
        return results;
    }

    public async Task<IReadOnlyList<string>> ExchangeAsync(
        string channel, int rank, string endpoint, CancellationToken cancellationToken)
    {
        _endpoints[rank] = endpoint;
        if (_endpoints.Count == _worldSize)
        {
            _complete.TrySetResult();
        }

        await _complete.Task.WaitAsync(cancellationToken);
        return [.. Enumerable.Range(0, _worldSize).Select(other => _endpoints[other])];
    }

    private ICollective Connect(int rank) => Collective.ConnectAsync(
        new CollectiveOptions { Rank = rank, WorldSize = _worldSize, Attempt = 1, Token = new byte[32] }, this, CancellationToken.None)
        .GetAwaiter().GetResult();
}

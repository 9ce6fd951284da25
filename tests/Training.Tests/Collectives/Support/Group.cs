using ResNet.Distributed.Training.Collectives;

namespace ResNet.Distributed.Training.Tests.Collectives.Support;

/// <summary>Groups whose ranks are threads of this process.</summary>
internal static class Group
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    public static readonly byte[] Token = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static TransportChoice[] Transports => [TransportChoice.SharedMemory, TransportChoice.Tcp];

    public static CollectiveOptions Options(int rank, int worldSize, TransportChoice transport = TransportChoice.Auto) => new()
    {
        Rank = rank,
        WorldSize = worldSize,
        Attempt = 3,
        Token = Token,
        Transport = transport,
    };

    /// <summary>Forms a group, lets each rank do its part on its own thread, and gives their results by rank.</summary>
    public static async Task<T[]> RunAsync<T>(
        int worldSize,
        TransportChoice transport,
        Func<ICollective, T> part,
        Func<CollectiveOptions, CollectiveOptions>? change = null,
        IRendezvous? rendezvous = null)
    {
        rendezvous ??= new MemoryRendezvous(worldSize);
        var ranks = Enumerable.Range(0, worldSize).Select(rank => OnThread(() =>
        {
            var options = Options(rank, worldSize, transport);
            options = change is null ? options : change(options);
            using var group = Collective.ConnectAsync(options, rendezvous, CancellationToken.None).GetAwaiter().GetResult();
            try
            {
                return part(group);
            }
            catch (Exception e)
            {
                group.Abort($"the test failed there: {e.Message}");
                throw;
            }
        }));
        return await Task.WhenAll(ranks).WaitAsync(Deadline);
    }

    /// <summary>As <see cref="RunAsync"/>, for parts that give nothing.</summary>
    public static Task RunAsync(
        int worldSize,
        TransportChoice transport,
        Action<ICollective> part,
        Func<CollectiveOptions, CollectiveOptions>? change = null,
        IRendezvous? rendezvous = null) => RunAsync(
            worldSize,
            transport,
            group =>
            {
                part(group);
                return 0;
            },
            change,
            rendezvous);

    /// <summary>What a call throws.</summary>
    public static CollectiveException Catch(Action call) => Assert.Throws<CollectiveException>(call);

    public static Task<T> OnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

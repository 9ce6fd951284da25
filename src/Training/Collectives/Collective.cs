using ResNet.Distributed.Training.Collectives.Connecting;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>Forms groups.</summary>
public static class Collective
{
    /// <summary>Forms a group with the other ranks of the attempt, who all do the same.</summary>
    /// <param name="options">This rank.</param>
    /// <param name="rendezvous">How the ranks learn of each other; not used in a world of 1.</param>
    /// <param name="cancellationToken">Ends the attempt to form it.</param>
    /// <returns>The group, which the caller disposes of.</returns>
    /// <exception cref="ArgumentException">The options cannot be used; the message names all faults.</exception>
    /// <exception cref="CollectiveException">The group did not form; the message says at what rank it failed and why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ICollective> ConnectAsync(
        CollectiveOptions options, IRendezvous rendezvous, CancellationToken cancellationToken)
    {
        options.Validate();
        if (options.WorldSize == 1)
        {
            return new LocalCollective();
        }

        using var time = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        using var formation = new Formation(options, either.Token);
        try
        {
            var endpoint = await OnOwnThread(formation.Prepare);
            formation.Doing = "the others have not told their endpoints";
            var endpoints = await rendezvous.ExchangeAsync(options.Channel, options.Rank, endpoint, either.Token);
            return await OnOwnThread(() => formation.Form(endpoints));
        }
        catch (Exception e) when (either.IsCancellationRequested || e is TimeoutException)
        {
            // What waits looks at the clock by itself, and can be ahead of the timer.
            cancellationToken.ThrowIfCancellationRequested();
            throw new CollectiveException(
                $"The group of rank {options.Rank} did not form within {options.ConnectTimeout.TotalSeconds:0.#} s: {formation.Doing}.",
                innerException: e);
        }
    }

    // Sockets are waited for there; a pool whose threads are all taken must not keep a group from forming.
    private static Task<T> OnOwnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

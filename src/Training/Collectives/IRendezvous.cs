namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// How the ranks of an attempt learn of each other: the control plane's part in the collectives, and its only one.
/// </summary>
public interface IRendezvous
{
    /// <summary>Tells this rank's endpoint, and waits for those of the others.</summary>
    /// <param name="channel">The group; an attempt may have several.</param>
    /// <param name="rank">This rank.</param>
    /// <param name="endpoint">A line of text under 2,000 characters that only the peers understand.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>All ranks' endpoints, by rank, once all have told theirs.</returns>
    Task<IReadOnlyList<string>> ExchangeAsync(string channel, int rank, string endpoint, CancellationToken cancellationToken);
}

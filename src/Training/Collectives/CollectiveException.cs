namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// The group cannot be formed, or cannot be used any more. The message names the ranks, and what was expected and got.
/// </summary>
public sealed class CollectiveException : Exception
{
    /// <param name="message">For people.</param>
    /// <param name="peer">The rank that it is about; null where it is this one, or none.</param>
    /// <param name="peerLost">Whether that rank is gone or silent, as opposed to alive and at odds with this one.</param>
    /// <param name="innerException">What happened below, if anything.</param>
    public CollectiveException(string message, int? peer = null, bool peerLost = false, Exception? innerException = null)
        : base(message, innerException)
    {
        Peer = peer;
        PeerLost = peerLost;
    }

    /// <summary>The rank that it is about; null where it is this one, or none.</summary>
    public int? Peer { get; }

    /// <summary>Whether that rank is gone or silent, as opposed to alive and at odds with this one.</summary>
    public bool PeerLost { get; }
}

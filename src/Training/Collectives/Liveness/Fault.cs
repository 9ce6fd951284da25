namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>Why a group is broken.</summary>
/// <param name="Culprit">The rank that it is about.</param>
/// <param name="Lost">Whether that rank is gone or silent.</param>
/// <param name="Reason">A sentence about it, without its name.</param>
internal sealed record Fault(int Culprit, bool Lost, string Reason)
{
    /// <summary>What a call throws.</summary>
    /// <param name="rank">The rank whose call it is.</param>
    public CollectiveException ToException(int rank) => Culprit == rank
        ? new CollectiveException($"This rank, {rank}, is out of the group: {Reason}")
        : new CollectiveException($"Rank {Culprit} {(Lost ? "is lost" : "ended the group")}: {Reason}", Culprit, Lost);
}

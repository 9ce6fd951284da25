namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>What carries a group's data: all ranks come to the same answer from the same statuses.</summary>
internal static class TransportDecision
{
    /// <summary>Decides.</summary>
    /// <param name="statuses">All ranks', by rank.</param>
    /// <param name="why">Why it is TCP though nobody asked for it; null otherwise.</param>
    /// <returns>Whether it is shared memory.</returns>
    /// <exception cref="CollectiveException">The ranks ask for different transports, or for what they cannot have.</exception>
    public static bool IsSharedMemory(IReadOnlyList<Status> statuses, out string? why)
    {
        why = null;
        var tcp = Find(statuses, status => status.Choice == TransportChoice.Tcp);
        var memory = Find(statuses, status => status.Choice == TransportChoice.SharedMemory);
        if (tcp >= 0)
        {
            return memory < 0
                ? false
                : throw new CollectiveException($"Rank {tcp} is to use TCP and rank {memory} shared memory; expected one choice for all.");
        }

        var problem = Find(statuses, status => status.Problem.Length > 0);
        if (problem < 0)
        {
            return true;
        }

        why = $"rank {problem} cannot use shared memory: {statuses[problem].Problem}";
        return memory < 0
            ? false
            : throw new CollectiveException($"Rank {memory} is to use shared memory, but {why}.", problem);
    }

    private static int Find(IReadOnlyList<Status> statuses, Func<Status, bool> condition)
    {
        for (var rank = 0; rank < statuses.Count; rank++)
        {
            if (condition(statuses[rank]))
            {
                return rank;
            }
        }

        return -1;
    }
}

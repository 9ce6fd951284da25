using ResNet.Distributed.Training.Devices;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Whether the ranks of a trial can sum by NCCL: all of them or none, since where one cannot, the others would wait for it.</summary>
internal static class NcclUse
{
    private const int NumbersPerRank = 1 + DeviceIdentity.Size;

    /// <summary>Asks all ranks, which make the same call.</summary>
    /// <param name="replicas">The ranks.</param>
    /// <param name="hasLibrary">Whether this one has NCCL.</param>
    /// <param name="device">This one's CUDA device.</param>
    /// <returns>What is in the way, for people; null: they can.</returns>
    public static string? Obstacle(Replicas replicas, bool hasLibrary, Device device)
    {
        // Each rank fills in its own numbers, and the sum over all ranks is the table of all.
        var told = new double[replicas.WorldSize * NumbersPerRank];
        var own = told.AsSpan(replicas.Rank * NumbersPerRank, NumbersPerRank);
        own[0] = hasLibrary ? 1 : 0;
        Span<byte> bytes = stackalloc byte[DeviceIdentity.Size];
        (DeviceIdentity.Of(device) ?? Guid.Empty).TryWriteBytes(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            own[1 + i] = bytes[i];
        }

        replicas.Sum(told);
        return Obstacle([.. told.Chunk(NumbersPerRank).Select(rank =>
            (rank[0] > 0, new Guid([.. rank.Skip(1).Select(number => (byte)number)])))]);
    }

    /// <summary>What is in the way of ranks that have the library or not, and train on these devices; empty identities are not known.</summary>
    internal static string? Obstacle(IReadOnlyList<(bool HasLibrary, Guid Device)> ranks)
    {
        if (ranks.Any(rank => !rank.HasLibrary))
        {
            return "not every rank has NCCL";
        }

        // NCCL refuses two ranks on one device ("Duplicate GPU detected").
        var known = ranks.Select(rank => rank.Device).Where(device => device != Guid.Empty).ToArray();
        return known.Distinct().Count() < known.Length ? "two ranks share a GPU, which NCCL refuses" : null;
    }
}

using System.ComponentModel;
using System.Runtime.Versioning;
using ResNet.Distributed.Training.Collectives.SharedMemory;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>The ranks' shared memory while the group forms; why there is none, where there is none.</summary>
internal sealed class SharedAreas(CollectiveOptions options) : IDisposable
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private readonly RankArea?[] _areas = new RankArea?[options.WorldSize];

    /// <summary>Why this rank cannot use shared memory; empty while it can.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Takes this rank's memory, and says how the peers find it.</summary>
    public (string? Machine, string? File, string? Mark) Create()
    {
        if (options.Transport == TransportChoice.Tcp)
        {
            Problem = "it is to use TCP";
        }
        else if (!LinuxMemory.IsSupported)
        {
            Problem = "it is not on Linux on x64 or arm64";
        }
        else
        {
            return TryCreate();
        }

        return default;
    }

    /// <summary>Maps the peers' memory.</summary>
    public void OpenPeers(IReadOnlyList<Endpoint> endpoints)
    {
        for (var rank = 0; rank < endpoints.Count && Problem.Length == 0; rank++)
        {
            if (rank != options.Rank)
            {
                Open(rank, endpoints[rank], endpoints[options.Rank].Machine);
            }
        }
    }

    /// <summary>Takes the file's name away: all peers have it open, or will not use it.</summary>
    public void Unlink()
    {
        if (LinuxMemory.IsSupported)
        {
            _areas[options.Rank]?.File.Unlink();
        }
    }

    /// <summary>Hands the areas, which are all there, to the caller.</summary>
    [SupportedOSPlatform("linux")]
    public RankArea[] Take()
    {
        RankArea[] areas = [.. _areas.OfType<RankArea>()];
        Array.Clear(_areas);
        return areas;
    }

    public void Dispose()
    {
        if (LinuxMemory.IsSupported)
        {
            foreach (var area in _areas)
            {
                area?.Dispose();
            }
        }
    }

    private (string? Machine, string? File, string? Mark) TryCreate()
    {
        if (!LinuxMemory.IsSupported)
        {
            return default;
        }

        try
        {
            var machine = File.ReadAllText(BootIdFile).Trim();
            SharedFile.DeleteLeftOvers(options.SharedMemoryFolder);
            var own = RankArea.Create(options.SharedMemoryFolder);
            _areas[options.Rank] = own;
            return (machine, own.File.Name, own.Mark);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            Problem = e.Message;
            return default;
        }
    }

    private void Open(int rank, Endpoint endpoint, string? machine)
    {
        if (!LinuxMemory.IsSupported || endpoint.SharedFile is null || endpoint.SharedMark is null)
        {
            Problem = $"rank {rank} has none";
            return;
        }

        if (endpoint.Machine != machine)
        {
            Problem = $"rank {rank} is on another machine";
            return;
        }

        try
        {
            _areas[rank] = RankArea.Open(options.SharedMemoryFolder, endpoint.SharedFile, endpoint.SharedMark);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidDataException)
        {
            Problem = $"rank {rank}'s file is not to be had: {e.Message}";
        }
    }
}

using System.Runtime.Versioning;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>An allocation, as this process maps all ranks' pieces of it.</summary>
/// <param name="own">This rank's piece, which its owner gives back.</param>
/// <param name="byRank">All pieces.</param>
[SupportedOSPlatform("linux")]
internal sealed class SharedBuffer(SharedBlock own, SharedBlock[] byRank)
{
    /// <summary>This rank's piece.</summary>
    public SharedBlock Own => own;

    /// <summary>A place in a rank's piece.</summary>
    public nint Address(int rank, long offset) => byRank[rank].Address + (nint)offset;

    /// <summary>Gives the peers' pieces back; this rank's lives on.</summary>
    public void ReleasePeers()
    {
        foreach (var block in byRank)
        {
            if (block != own)
            {
                block.Dispose();
            }
        }
    }
}

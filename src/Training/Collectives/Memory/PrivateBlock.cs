using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Collectives.Memory;

/// <summary>Zeroed, page-aligned memory of this process alone; large blocks in huge pages, which a kernel that sends them handles as one piece each.</summary>
internal sealed unsafe class PrivateBlock : NativeBlock
{
    private const int HugePage = 2 * 1024 * 1024;

    private PrivateBlock(nint address, long bytes)
        : base(address, bytes)
    {
    }

    /// <exception cref="OutOfMemoryException">There is not so much.</exception>
    public static PrivateBlock Allocate(long bytes)
    {
        var address = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)(bytes < HugePage ? Environment.SystemPageSize : HugePage));
        HugePages.WishFor((nint)address, bytes);
        NativeMemory.Clear(address, (nuint)bytes);
        return new PrivateBlock((nint)address, bytes);
    }

    protected override void Release(nint address) => NativeMemory.AlignedFree((void*)address);
}

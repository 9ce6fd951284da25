using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Collectives.Memory;

/// <summary>Zeroed, page-aligned memory of this process alone.</summary>
internal sealed unsafe class PrivateBlock : NativeBlock
{
    private PrivateBlock(nint address, long bytes)
        : base(address, bytes)
    {
    }

    /// <exception cref="OutOfMemoryException">There is not so much.</exception>
    public static PrivateBlock Allocate(long bytes)
    {
        var address = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)Environment.SystemPageSize);
        NativeMemory.Clear(address, (nuint)bytes);
        return new PrivateBlock((nint)address, bytes);
    }

    protected override void Release(nint address) => NativeMemory.AlignedFree((void*)address);
}

using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Native;

/// <summary>
/// Memory in pages of 2 MB: the kernel takes and clears 512 times fewer of them than of its usual ones, which is most of what bringing a
/// large file into new memory costs.
/// </summary>
internal static partial class HugePages
{
    private const int Advice = 14;

    /// <summary>Bytes that are not cleared, where the kernel is willing in huge pages, which it gives when they are first written.</summary>
    /// <param name="length">How many.</param>
    public static unsafe byte[] Allocate(int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        fixed (byte* first = bytes)
        {
            WishFor((nint)first, length);
        }

        return bytes;
    }

    /// <summary>Asks for memory in huge pages before it is written for the first time. A wish: nothing happens where the kernel has none.</summary>
    /// <param name="address">Its first byte.</param>
    /// <param name="length">Its length in bytes.</param>
    public static void WishFor(nint address, long length)
    {
        // Whole pages alone: those at its ends may hold something else too.
        var page = Environment.SystemPageSize;
        var (from, to) = ((address + page - 1) / page * page, (address + (nint)length) / page * page);
        if (from < to && OperatingSystem.IsLinux())
        {
            _ = Advise(from, (nuint)(to - from), Advice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}

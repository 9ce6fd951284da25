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
        if (OperatingSystem.IsLinux())
        {
            fixed (byte* first = bytes)
            {
                // Whole pages alone: those at its ends may hold something else too.
                var page = (nuint)Environment.SystemPageSize;
                var (from, to) = (((nuint)first + page - 1) / page * page, ((nuint)first + (nuint)length) / page * page);
                if (from < to)
                {
                    // A wish: a kernel without huge pages refuses it, and the memory is the same.
                    _ = Advise(from, to - from, Advice);
                }
            }
        }

        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}

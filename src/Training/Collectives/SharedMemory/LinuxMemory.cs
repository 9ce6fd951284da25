using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>Files in memory, their mappings, and waiting for a word in them, as Linux has them on x64 and arm64.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class LinuxMemory
{
    private const int ReadWrite = 2; // O_RDWR
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int CreateNew = 0x40 | 0x80; // O_CREAT | O_EXCL
    private const uint OwnerOnly = 0x180; // 0600
    private const int LockExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB
    private const int ProtectReadWrite = 1 | 2; // PROT_READ | PROT_WRITE
    private const int MapShared = 1; // MAP_SHARED
    private const int MapPopulate = 0x8000; // MAP_POPULATE: every page now, and not one by one in the first call
    private const int SeekEnd = 2; // SEEK_END
    private const int FutexWait = 0; // FUTEX_WAIT, between processes
    private const int FutexWake = 1; // FUTEX_WAKE

    /// <summary>Whether this system is one of them.</summary>
    [SupportedOSPlatformGuard("linux")]
    public static bool IsSupported { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    // O_NOFOLLOW and the number of the futex call are the processor's.
    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;
    private static readonly long FutexCall = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;

    /// <summary>Makes a file that only this user may open.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static SafeFileHandle Create(string path) => Opened(Open(path, ReadWrite | CloseOnExec | CreateNew | NoFollow, OwnerOnly), path);

    /// <summary>Opens a file that is there.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static SafeFileHandle OpenExisting(string path) => Opened(Open(path, ReadWrite | CloseOnExec | NoFollow, 0), path);

    /// <summary>Takes a file for this process, which holds it as long as it lives.</summary>
    /// <returns>Whether no other process had it.</returns>
    public static bool TryLock(SafeFileHandle file) => Lock(file, LockExclusiveNow) == 0;

    /// <summary>
    /// Makes a file longer, and takes the memory for it, zeroed: without it, a later write would end the process.
    /// </summary>
    /// <exception cref="Win32Exception">There is not so much.</exception>
    public static void Extend(SafeFileHandle file, long from, long bytes)
    {
        var error = Allocate(file, from, bytes);
        if (error != 0)
        {
            throw new Win32Exception(error, $"{bytes:N0} bytes of shared memory: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    /// <summary>A file's length in bytes.</summary>
    public static long LengthOf(SafeFileHandle file) => Seek(file, 0, SeekEnd);

    /// <summary>Maps a part of a file, with all its pages.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static nint Map(SafeFileHandle file, long from, long bytes)
    {
        var address = MMap(0, (nuint)bytes, ProtectReadWrite, MapShared | MapPopulate, file, from);
        return address != -1 ? address : throw Failure($"mapping {bytes:N0} bytes of shared memory");
    }

    /// <summary>Gives a mapping back.</summary>
    public static void Unmap(nint address, long bytes) => _ = MUnmap(address, (nuint)bytes);

    /// <summary>Sleeps while a word has a value, at most so long; may return early.</summary>
    public static void Wait(int* word, int value, TimeSpan limit)
    {
        var time = new TimeSpec { Seconds = (long)limit.TotalSeconds, Nanoseconds = limit.Ticks % TimeSpan.TicksPerSecond * 100 };
        _ = Futex(FutexCall, word, FutexWait, value, &time, null, 0);
    }

    /// <summary>Wakes all who sleep on a word.</summary>
    public static void Wake(int* word) => _ = Futex(FutexCall, word, FutexWake, int.MaxValue, null, null, 0);

    private static SafeFileHandle Opened(int descriptor, string path) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure($"opening {path}");

    private static Win32Exception Failure(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new Win32Exception(error, $"{what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Allocate(SafeFileHandle file, long from, long bytes);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MMap(nint address, nuint length, int protection, int flags, SafeFileHandle file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MUnmap(nint address, nuint length);

    // A variadic function, but on these two processors its arguments go the way of any other's.
    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long Futex(long number, int* word, int operation, int value, TimeSpec* timeout, int* second, int third);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

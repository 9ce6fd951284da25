using System.Runtime.InteropServices;

namespace ResNet.Distributed.Durability;

/// <summary>Brings a folder's entries to the disk, so that a rename in it outlives a power cut. Only Linux needs and has it.</summary>
public static partial class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC
    private const int InvalidArgument = 22; // EINVAL
    private const int NotSupported = 95; // EOPNOTSUPP

    /// <summary>Returns when the folder's entries are on the disk.</summary>
    /// <exception cref="IOException">The folder cannot be opened or the disk refused; names the folder and the system's error.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnlyDirectory, 0);
        if (descriptor < 0)
        {
            throw Failure("open", folder);
        }

        try
        {
            // Some network file systems have no fsync of a folder: there is nothing to wait for then.
            if (FSync(descriptor) != 0 && Marshal.GetLastPInvokeError() is not (InvalidArgument or NotSupported))
            {
                throw Failure("fsync", folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string call, string folder)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new IOException($"{call} of the folder '{folder}': {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}

using System.Runtime.InteropServices;

namespace ResNet.Distributed.Durability;

/// <summary>Gives a file a name that no file has yet.</summary>
/// <remarks>
/// <see cref="File.Move(string, string, bool)"/> without overwriting looks whether the name is free and renames then, which two can do
/// at the same time: the second one's file takes the place of the first one's. A hard link is made or refused by the system in one step.
/// </remarks>
internal static partial class NewName
{
    private const int NotPermitted = 1; // EPERM
    private const int Exists = 17; // EEXIST
    private const int NotSupported = 95; // EOPNOTSUPP
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint NoReplace = 1; // RENAME_NOREPLACE

    /// <summary>Renames a file, of which nothing is left under its old name.</summary>
    /// <exception cref="IOException">There is a file of the new name, or the disk refused; the file keeps its old name then.</exception>
    public static void Give(string temporary, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(temporary, path, overwrite: false);
            return;
        }

        if (Link(temporary, path) == 0)
        {
            File.Delete(temporary);
            return;
        }

        var errno = Marshal.GetLastPInvokeError();
        if (OperatingSystem.IsLinux() && errno is NotPermitted or NotSupported)
        {
            // A file system without hard links, FAT for one: Linux has a rename for it that replaces nothing.
            if (RenameAt2(CurrentFolder, temporary, CurrentFolder, path, NoReplace) == 0)
            {
                return;
            }

            errno = Marshal.GetLastPInvokeError();
        }

        throw new IOException(errno == Exists
            ? $"There is a file '{path}' already."
            : $"The file '{path}' cannot be made: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}

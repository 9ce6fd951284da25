using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace ResNet.Distributed.GpuWorker.Logging;

/// <summary>
/// Adds a line to a file that other processes add lines to as well. .NET's append mode looks for the end once and writes there, over what
/// somebody else wrote meanwhile; the kernel's, with one write for a line, keeps lines whole.
/// </summary>
internal static partial class AppendedLine
{
    // Of fcntl.h, for Linux on x64.
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;

    private const int ReadableByAll = 0b110_100_100;

    /// <summary>Adds the line, and makes the file and its folder where they do not exist.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made.</exception>
    public static void Write(string path, string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = Open(path, WriteOnly | Create | Append | CloseOnExec, ReadableByAll);
        if (file < 0)
        {
            throw Failure(path);
        }

        try
        {
            var bytes = Encoding.UTF8.GetBytes(line + '\n');
            if (WriteAll(file, bytes, (nuint)bytes.Length) != bytes.Length)
            {
                throw Failure(path);
            }
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static IOException Failure(string path) =>
        new($"{path} cannot be written: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteAll(int file, byte[] bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}

using System.ComponentModel;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// A rank's memory as the file that it is. It has a name only until the peers have opened it; what is added later needs none. A
/// process that is killed before leaves its file, which the next group on the machine deletes: nobody holds its lock any more.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed partial class SharedFile : IDisposable
{
    private const string Prefix = "resnet-collective-";
    private readonly SafeFileHandle _handle;
    private string? _path;

    private SharedFile(SafeFileHandle handle, string? path)
    {
        _handle = handle;
        _path = path;
        Length = LinuxMemory.LengthOf(handle);
    }

    /// <summary>Bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Its name in the folder, while it has one.</summary>
    public string? Name => Path.GetFileName(_path);

    /// <summary>Makes an empty file.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public static SharedFile Create(string folder)
    {
        while (true)
        {
            var path = Path.Combine(folder, Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            var file = new SharedFile(LinuxMemory.Create(path), path);
            // Between its birth and its lock it looks like one that was left behind.
            if (LinuxMemory.TryLock(file._handle) && File.Exists(path))
            {
                return file;
            }

            file.Dispose();
        }
    }

    /// <summary>Opens a peer's file.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    /// <exception cref="InvalidDataException">The name is not one of such a file.</exception>
    public static SharedFile Open(string folder, string name) => NamePattern().IsMatch(name)
        ? new SharedFile(LinuxMemory.OpenExisting(Path.Combine(folder, name)), null)
        : throw new InvalidDataException("its name is not one of a file of shared memory");

    /// <summary>Deletes the files of processes that were killed before their group was formed.</summary>
    public static void DeleteLeftOvers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*"))
        {
            try
            {
                using var handle = LinuxMemory.OpenExisting(path);
                if (LinuxMemory.TryLock(handle))
                {
                    File.Delete(path);
                }
            }
            catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
            {
                // Another user's, or gone already.
            }
        }
    }

    /// <summary>Makes it longer by zeroed memory.</summary>
    /// <returns>Where that begins.</returns>
    /// <exception cref="Win32Exception">There is not so much.</exception>
    public long Extend(long bytes)
    {
        var from = Length;
        LinuxMemory.Extend(_handle, from, bytes);
        Length += bytes;
        return from;
    }

    /// <summary>Maps a part of it.</summary>
    /// <exception cref="Win32Exception">The system refused.</exception>
    public SharedBlock Map(long from, long bytes) => new(LinuxMemory.Map(_handle, from, bytes), bytes);

    /// <summary>Takes its name away.</summary>
    public void Unlink()
    {
        if (Interlocked.Exchange(ref _path, null) is { } path)
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        Unlink();
        _handle.Dispose();
    }

    [GeneratedRegex("^" + Prefix + "[0-9a-f]{32}$")]
    private static partial Regex NamePattern();
}

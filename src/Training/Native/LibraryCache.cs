using System.Security.Cryptography;

namespace ResNet.Distributed.Training.Native;

/// <summary>
/// A folder of derived native libraries, found again by the SHA-256 of their content. Any number of processes may use it at
/// once: a file appears whole, by a rename, and its hash is checked at every use, so that a damaged one is made again.
/// </summary>
internal sealed class LibraryCache(string folder)
{
    /// <summary>The per-user cache: $XDG_CACHE_HOME/resnet-distributed, by default ~/.cache/resnet-distributed.</summary>
    public static string DefaultFolder()
    {
        // The XDG specification has relative paths ignored.
        var configured = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var root = Path.IsPathRooted(configured)
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(root, "resnet-distributed");
    }

    /// <summary>The path of the library with this hash, made first if it is not there or damaged.</summary>
    /// <param name="fileName">What the library is called, such as <c>libLibTorchSharp.so</c>.</param>
    /// <param name="sha256">The content's SHA-256, in lower-case hexadecimal.</param>
    /// <param name="make">Gives the content; called only when needed.</param>
    /// <exception cref="IOException">The folder cannot be written, or what was made has another hash.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public string GetOrAdd(string fileName, string sha256, Func<byte[]> make)
    {
        var path = Path.Combine(folder, sha256[..16], fileName);
        if (!Holds(path, sha256))
        {
            Write(path, sha256, make());
        }

        return path;
    }

    private static bool Holds(string path, string sha256)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    // The first of several processes wins, so that all of them map, and share, the same file.
    private static void Publish(string temporary, string path, string sha256)
    {
        try
        {
            File.Move(temporary, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            if (!Holds(path, sha256))
            {
                File.Move(temporary, path, overwrite: true);
            }
        }
    }

    private static void Write(string path, string sha256, byte[] content)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(content)) is var actual && actual != sha256)
        {
            throw new IOException($"{Path.GetFileName(path)}: made a file with SHA-256 {actual}, expected {sha256}.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            Publish(temporary, path, sha256);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

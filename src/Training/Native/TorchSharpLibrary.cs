using System.Security.Cryptography;

namespace ResNet.Distributed.Training.Native;

/// <summary>Chooses the libLibTorchSharp.so that this system can load: the package's own, or a patched copy of it.</summary>
internal sealed class TorchSharpLibrary(string packageFile, string systemFile, Version systemVersion, string cacheFolder)
{
    /// <summary>The file's name in the package.</summary>
    public const string FileName = "libLibTorchSharp.so";

    /// <summary>SHA-256 of the file in TorchSharp 0.107.0 for linux-x64.</summary>
    public const string KnownSha256 = "cf33b1b0bb6bbb9754a768fb5c5d04d9f498603be50e73f55621a0b40ee608b8";

    /// <summary>SHA-256 of that file after <see cref="GlibcxxPatch"/>.</summary>
    public const string PatchedSha256 = "2186cce7612e804d9740cd44a6709d549fc2d9058e9fd7b63a55a62357f2d0e0";

    /// <summary>The GLIBCXX version that the package's file asks for.</summary>
    public static readonly Version Needed = new(3, 4, 32);

    /// <summary>The oldest one with which the patched copy loads.</summary>
    public static readonly Version NeededWhenPatched = new(3, 4, 30);

    /// <summary>A file that loads here.</summary>
    /// <exception cref="NativeLoadException">No file can be offered.</exception>
    public LoadableFile Resolve()
    {
        if (systemVersion >= Needed)
        {
            return new LoadableFile(packageFile);
        }

        if (systemVersion < NeededWhenPatched)
        {
            throw new NativeLoadException(
                $"{packageFile} needs GLIBCXX_{NeededWhenPatched} even when patched. {SystemHas} {WayOut}");
        }

        var original = File.ReadAllBytes(packageFile);
        if (Convert.ToHexStringLower(SHA256.HashData(original)) is var actual && actual != KnownSha256)
        {
            throw new NativeLoadException(
                $"{packageFile} needs patching to load here, but it is not the known one (TorchSharp 0.107.0): "
                + $"its SHA-256 is {actual}, expected {KnownSha256}. {SystemHas} {WayOut}");
        }

        return PatchedCopy(original);
    }

    /// <summary>The error for a file that the dynamic linker refused.</summary>
    public NativeLoadException Refused(string path, Exception cause) =>
        new($"{path} does not load: {cause.Message.Trim()} {SystemHas} {WayOut}", cause);

    private string SystemHas =>
        $"This system's {systemFile} goes up to GLIBCXX_{systemVersion}; TorchSharp was built for GLIBCXX_{Needed}.";

    private static string WayOut =>
        "Use a system with GCC 13's libstdc++ or newer (Debian 13, Ubuntu 24.04), put one on LD_LIBRARY_PATH, "
        + "or restore TorchSharp 0.107.0.";

    private LoadableFile PatchedCopy(byte[] original)
    {
        byte[] Make() => GlibcxxPatch.Apply(original);
        try
        {
            return new LoadableFile(new LibraryCache(cacheFolder).GetOrAdd(FileName, PatchedSha256, Make));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CopyInTemporaryFolder(Make, e);
        }
    }

    private LoadableFile CopyInTemporaryFolder(Func<byte[]> make, Exception cacheError)
    {
        try
        {
            // Readable by this user alone (mode 700), so nobody else can exchange the file before it is loaded.
            var folder = Directory.CreateTempSubdirectory("resnet-distributed-").FullName;
            return new LoadableFile(new LibraryCache(folder).GetOrAdd(FileName, PatchedSha256, make), folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NativeLoadException(
                $"A patched copy of {packageFile} can be written neither to {cacheFolder} ({cacheError.Message}) "
                + $"nor to {Path.GetTempPath()} ({e.Message}). Set XDG_CACHE_HOME or TMPDIR to a writable folder. {SystemHas}",
                e);
        }
    }
}

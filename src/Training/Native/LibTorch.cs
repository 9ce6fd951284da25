using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Native;

/// <summary>Loads libtorch and TorchSharp's native half, also where the package's file does not load as it is.</summary>
public static class LibTorch
{
    /// <summary>
    /// Environment variable: a folder with another libtorch to use in place of the package's, such as the <c>torch/lib</c> folder
    /// of a PyTorch installation with CUDA. The program's own folder then must not hold a libtorch_cpu.so.
    /// </summary>
    public const string FolderVariable = "RESNET_LIBTORCH";

    private const string CudaLibrary = "libtorch_cuda.so";

    // In the order of their dependencies; the optional ones are those of a CUDA build.
    private static readonly (string FileName, bool Optional)[] Libraries =
    [
        ("libc10.so", false),
        ("libtorch_cpu.so", false),
        ("libc10_cuda.so", true),
        (CudaLibrary, true),
        ("libtorch.so", false),
    ];

    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>
    /// Makes TorchSharp usable; call it before the first use of <c>torch</c>. Any thread may call it, any number of times.
    /// </summary>
    /// <remarks>
    /// TorchSharp 0.107's library asks for GLIBCXX_3.4.32 (GCC 13). Where Linux's libstdc++ is older, a patched copy is made once
    /// in the user's cache folder and loaded under the same soname, which TorchSharp's own search then finds; the package's file
    /// is never changed. On systems that are new enough, and on other operating systems, TorchSharp is left to itself.
    /// </remarks>
    /// <exception cref="NativeLoadException">A library is missing, unknown or refused by the dynamic linker.</exception>
    public static void EnsureLoaded()
    {
        lock (Gate)
        {
            if (_loaded)
            {
                return;
            }

            if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
            {
                LoadOnLinux();
            }

            _loaded = true;
        }
    }

    /// <summary>Whether the libtorch that is loaded was built for CUDA.</summary>
    public static bool HasCuda =>
        (OtherFolderOrNull is { } other ? new NativeFolders([other]) : NativeFolders.OfThisProgram()).Find(CudaLibrary) is not null;

    /// <summary>A function of TorchSharp's native half that TorchSharp does not offer as it is needed.</summary>
    /// <exception cref="NativeLoadException">The library cannot be loaded.</exception>
    /// <exception cref="EntryPointNotFoundException">It has no such function.</exception>
    internal static nint Export(string name)
    {
        EnsureLoaded();
        return NativeLibrary.GetExport(NativeLibrary.Load("LibTorchSharp", typeof(TorchSharp.torch).Assembly, null), name);
    }

    private static string? OtherFolderOrNull =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;

    private static void LoadOnLinux()
    {
        var otherFolder = OtherFolderOrNull;
        var folders = NativeFolders.OfThisProgram();
        var systemFile = LibStdCpp.FindLoaded();
        var systemVersion = SystemVersion(systemFile);

        // CUDA's half must be there when libtorch first looks for it, which TorchSharp does not see to: it loads the CPU's half first.
        if (otherFolder is null && systemVersion >= TorchSharpLibrary.Needed && folders.Find(CudaLibrary) is null)
        {
            return;
        }

        var library = new TorchSharpLibrary(
            folders.Require(TorchSharpLibrary.FileName), systemFile, systemVersion, LibraryCache.DefaultFolder());
        Func<string, Exception, NativeLoadException> refused =
            otherFolder is null ? library.Refused : (path, cause) => OtherRefused(otherFolder, path, cause);
        Preload(otherFolder is null ? folders : OtherFolder(otherFolder, folders), refused);
        using var file = library.Resolve();
        Load(file.Path, refused);
    }

    // TorchSharp's search would load the package's libtorch_cpu.so as a second one, which ends the process in C++
    // ("Tried to register multiple backend fallbacks").
    internal static NativeFolders OtherFolder(string otherFolder, NativeFolders packages)
    {
        const string Cpu = "libtorch_cpu.so";
        var other = new NativeFolders([otherFolder]);
        var path = other.Require(Cpu);
        return packages.Find(Cpu) is not { } packaged || packaged == path
            ? other
            : throw new NativeLoadException(
                $"{FolderVariable} names {path}, but {packaged} lies beside the program and the two cannot be loaded together. "
                + "Delete the latter, or unset the variable.");
    }

    private static Version SystemVersion(string systemFile)
    {
        try
        {
            return LibStdCpp.NewestVersion(systemFile);
        }
        catch (Exception e) when (e is ElfFormatException or IOException or UnauthorizedAccessException)
        {
            throw new NativeLoadException($"{systemFile} cannot be read for its GLIBCXX versions: {e.Message}", e);
        }
    }

    /// <summary>The error for a file that the dynamic linker refused while libtorch came from a folder of the user's choice.</summary>
    internal static NativeLoadException OtherRefused(string otherFolder, string path, Exception cause) => new(
        $"{path} does not load with the libtorch in {otherFolder}, which {FolderVariable} names: {cause.Message.Trim().TrimEnd('.')}. "
        + "TorchSharp 0.107.0 was built for libtorch 2.10. Name a libtorch of that version, or unset the variable.",
        cause);

    private static void Preload(NativeFolders folders, Func<string, Exception, NativeLoadException> refused)
    {
        foreach (var (fileName, optional) in Libraries)
        {
            if ((optional ? folders.Find(fileName) : folders.Require(fileName)) is { } path)
            {
                Load(path, refused);
            }
        }
    }

    private static void Load(string path, Func<string, Exception, NativeLoadException> refused)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw refused(path, e);
        }
    }
}

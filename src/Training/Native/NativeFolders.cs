namespace ResNet.Distributed.Training.Native;

/// <summary>Where this program's native libraries lie.</summary>
internal sealed class NativeFolders(IEnumerable<string> folders)
{
    private readonly string[] _folders =
        [.. folders.Where(folder => folder.Length > 0).Select(Path.TrimEndingDirectorySeparator).Distinct()];

    /// <summary>The folders that .NET searches for this program: those of its packages, then its own.</summary>
    public static NativeFolders OfThisProgram()
    {
        var ofPackages = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return new NativeFolders(
        [
            .. ofPackages.Split(Path.PathSeparator),
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
            AppContext.BaseDirectory,
        ]);
    }

    /// <summary>The full path of a library, or null when no folder has it.</summary>
    public string? Find(string fileName) =>
        _folders.Select(folder => Path.GetFullPath(Path.Combine(folder, fileName))).FirstOrDefault(File.Exists);

    /// <summary>The full path of a library that has to be there.</summary>
    /// <exception cref="NativeLoadException">No folder has it.</exception>
    public string Require(string fileName) =>
        Find(fileName) ?? throw new NativeLoadException(
            $"{fileName} is in none of {string.Join(", ", _folders)}. The program that trains needs a reference to the package "
            + $"libtorch-cpu-linux-x64 or TorchSharp-cuda-linux, or {LibTorch.FolderVariable} set to the folder of another libtorch.");
}

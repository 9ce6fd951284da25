namespace ResNet.Distributed.Deploy.Tests.Support;

/// <summary>The repository's files.</summary>
internal static class Repository
{
    // artifacts/bin/Deploy.Tests/<configuration>/
    public static string Root { get; } =
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>A path from the root, made absolute.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));
}

namespace ResNet.Distributed.AppHost.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class SourceTree
{
    // artifacts/bin/AppHost.Tests/<configuration>/
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
}

namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>Where the built processes are, and the files outside the repository that some machines have.</summary>
internal static class Repository
{
    // artifacts/bin/EndToEnd.Tests/<configuration>/
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory.TrimEnd('/'));

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Here.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>A project's built executable, of the configuration that the tests have.</summary>
    public static string Executable(string project) =>
        Path.Combine(Here.Parent!.Parent!.FullName, project, Here.Name, $"ResNet.Distributed.{project}");

    /// <summary>The folder of real CIFAR-10 images, if this machine has it; otherwise skips the test.</summary>
    public static string RealData() => Found(
        Environment.GetEnvironmentVariable("RESNET_TEST_DATA") ?? Path.Combine(Root, "../shared/data/cifar-10-batches-py"),
        "real CIFAR-10 images; set RESNET_TEST_DATA to a folder that has them");

    /// <summary>A file of the original script, if this machine has it; otherwise skips the test.</summary>
    public static string Reference(string file) => Found(
        Path.Combine(Environment.GetEnvironmentVariable("RESNET_TEST_REFERENCE") ?? Path.Combine(Root, "../shared/reference"), file),
        $"the original script's {file}; set RESNET_TEST_REFERENCE to a folder that has it");

    private static string Found(string path, string what)
    {
        Assert.SkipUnless(Path.Exists(path), $"This machine has no {what}.");
        return Path.GetFullPath(path);
    }
}

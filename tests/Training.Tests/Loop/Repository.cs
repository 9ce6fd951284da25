namespace ResNet.Distributed.Training.Tests.Loop;

/// <summary>Finds files of the source tree from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string TestFile(string folder, string name) => Path.Combine(Root, "tests", "Training.Tests", folder, name);

    /// <summary>The folder of the original script's resnet.py, beside the repository; the test is skipped where there is none.</summary>
    public static string RequireReference()
    {
        var folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", "reference"));
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "resnet.py")), $"the original script's resnet.py is not in {folder}");
        return folder;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ResNet.Distributed.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No ResNet.Distributed.sln above {AppContext.BaseDirectory}.");
    }
}

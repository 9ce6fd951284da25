using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>The sweep files that come with the project.</summary>
public class BundledSweepTests
{
    private static readonly string Folder = Path.Combine(Root(), "sweeps");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder).Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void EachIsValidAndNamedAsItsFile(string file)
    {
        var spec = SweepFile.Parse(File.ReadAllText(Path.Combine(Folder, file)), "elsewhere.yaml");
        Assert.Equal(Path.GetFileNameWithoutExtension(file), spec.Name);
    }

    [Fact]
    public void TheQuickstartIsTwoModelsByTwoRates()
    {
        var spec = SweepFile.Parse(File.ReadAllText(Path.Combine(Folder, "quickstart.yaml")), "quickstart.yaml");
        Assert.Equal((SearchMethod.Grid, 4L), (spec.Method, GridSize.Of(spec.Parameters)));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ResNet.Distributed.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No ResNet.Distributed.sln above the tests.");
        }

        return folder;
    }
}

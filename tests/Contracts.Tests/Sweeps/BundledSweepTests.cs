using System.Text.RegularExpressions;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>The sweep files that come with the project, and those that its documentation shows.</summary>
public partial class BundledSweepTests
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

    [Theory]
    [InlineData("docs/sweeps.md", 7)]
    [InlineData("docs/pbt.md", 1)]
    [InlineData("README.md", 1)]
    public void EachExampleIsValid(string page, int least)
    {
        var examples = Example().Matches(File.ReadAllText(Path.Combine(Root(), page))).Select(match => match.Groups[1].Value).ToList();
        Assert.True(examples.Count >= least, $"{examples.Count} examples on {page}");
        Assert.All(examples, example => SweepFile.Parse(example, page));
    }

    [GeneratedRegex(@"^```yaml\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();

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

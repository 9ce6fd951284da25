using System.Text.RegularExpressions;
using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Docs;

/// <summary>The README in two languages says the same.</summary>
public sealed partial class ReadmeTests
{
    private const string English = "README.md";
    private const string Chinese = "README.zh-CN.md";

    [Fact]
    public void Both_give_the_same_commands_in_the_same_order()
    {
        Assert.NotEmpty(Commands.Of(English));
        Assert.Equal(Commands.Of(English), Commands.Of(Chinese));
    }

    [Fact]
    public void Both_have_the_same_commands_of_apphost() => Assert.Equal(AppHostCommands(English), AppHostCommands(Chinese));

    [Fact]
    public void Each_leads_to_the_other()
    {
        Assert.Contains($"]({Chinese})", Repository.Read(English), StringComparison.Ordinal);
        Assert.Contains($"]({English})", Repository.Read(Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_chinese_one_leads_to_is_there() => Assert.All(
        Link().Matches(Repository.Read(Chinese)).Select(link => link.Groups[1].Value),
        path => Assert.True(Path.Exists(Repository.PathOf(path)), path));

    private static IEnumerable<string> AppHostCommands(string page)
    {
        var rows = Repository.Read(page).Split('\n').SkipWhile(line => !line.StartsWith("| `dotnet run", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|')).ToArray();
        Assert.True(rows.Length > 3, page);
        return rows.Where(row => row.StartsWith("| `", StringComparison.Ordinal)).Select(row => row.Split('|')[1].Trim());
    }

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Link();
}

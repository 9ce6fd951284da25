using System.Text.RegularExpressions;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>A sweep's <c>results.csv</c> without what depends on the clock or on what failed.</summary>
internal static partial class Results
{
    private static readonly string[] Aside = ["seconds", "attempts"];

    /// <summary>The header and a line per trial. The digest of the final weights is among the columns.</summary>
    public static string[] Read(string sweepFolder)
    {
        var lines = File.ReadAllLines(Path.Combine(sweepFolder, "results.csv"));
        var header = lines[0].Split(',');
        Assert.Contains("weights_sha256", header);
        return [.. lines.Select(line => string.Join(',', Fields(line).Where((_, column) => !Aside.Contains(header[column]))))];
    }

    // A comma in quotes, as in an error's text, does not end a field.
    private static string[] Fields(string line) => UnquotedComma().Split(line);

    [GeneratedRegex(""",(?=(?:[^"]*"[^"]*")*[^"]*$)""")]
    private static partial Regex UnquotedComma();
}

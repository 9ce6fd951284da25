using System.Text;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.Results;

/// <summary>All sections as one page: first every figure beside its goal, then how each came about.</summary>
internal static class ResultsPage
{
    /// <summary>The page as Markdown.</summary>
    /// <param name="folder">
    /// Holds sections (<c>.json</c>) and parts that are Markdown already (<c>.md</c>, with a heading of the second level), in the order of their names.
    /// </param>
    public static string Of(string folder)
    {
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray();
        var sections = files.Where(file => file.EndsWith(".json", StringComparison.Ordinal)).ToDictionary(file => file, Section.Read);
        var page = new StringBuilder();
        page.Append("# Results\n\n").Append(MachineText.Read()).Append(".\n");
        page.Append("Made by `benchmarks/run.sh`, which runs everything below on the machine it is on.\n\n");
        page.Append(GoalTable.Of(sections.OrderBy(section => section.Key, StringComparer.Ordinal).SelectMany(section => section.Value.Goals)));
        foreach (var file in files)
        {
            if (sections.TryGetValue(file, out var section))
            {
                page.Append($"\n## {section.Title}\n\n{section.Text.TrimEnd()}\n");
            }
            else if (file.EndsWith(".md", StringComparison.Ordinal))
            {
                page.Append($"\n{File.ReadAllText(file).Trim()}\n");
            }
        }

        return page.ToString();
    }
}

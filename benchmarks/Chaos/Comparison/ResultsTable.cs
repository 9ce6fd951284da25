using System.Collections.Immutable;
using System.Text;

namespace ResNet.Distributed.Chaos.Comparison;

/// <summary>A <c>results.csv</c> (RFC 4180), as text.</summary>
/// <param name="Columns">Its header.</param>
/// <param name="Rows">A row per trial: each column's text.</param>
internal sealed record ResultsTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableDictionary<string, string>> Rows)
{
    /// <summary>Reads a file.</summary>
    public static ResultsTable Read(string path)
    {
        var lines = Parse(File.ReadAllText(path));
        if (lines.Count == 0)
        {
            return new ResultsTable([], []);
        }

        var columns = lines[0];
        return new ResultsTable(
            [.. columns],
            [.. lines.Skip(1).Select(cells => columns.Zip(cells).ToImmutableDictionary(pair => pair.First, pair => pair.Second))]);
    }

    private static List<List<string>> Parse(string text)
    {
        var lines = new List<List<string>>();
        var line = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    line.Add(Take(cell));
                    break;
                case '\n' when !quoted:
                    line.Add(Take(cell).TrimEnd('\r'));
                    lines.Add(line);
                    line = [];
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }

        return lines;
    }

    private static string Take(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }
}

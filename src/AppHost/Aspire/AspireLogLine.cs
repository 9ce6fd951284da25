using System.Globalization;
using System.Text.RegularExpressions;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>A line as Aspire keeps it.</summary>
internal static partial class AspireLogLine
{
    /// <summary>What begins a line of the orchestrator among a process's lines.</summary>
    public const string System = "[sys] ";

    /// <summary>The process's own words: Aspire puts the time before them, and has them coloured for its dashboard.</summary>
    public static string OwnWords(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var isTime = space > 0
            && line[space - 1] == 'Z'
            && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out _);
        return Colour().Replace(isTime ? line[(space + 1)..] : line, "");
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colour();
}

using System.Globalization;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>A line as Aspire keeps it.</summary>
internal static class AspireLogLine
{
    /// <summary>What begins a line of the orchestrator among a process's lines.</summary>
    public const string System = "[sys] ";

    /// <summary>The process's own words: Aspire puts the time before them.</summary>
    public static string WithoutTime(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            && line[space - 1] == 'Z'
            && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out _)
                ? line[(space + 1)..]
                : line;
    }
}

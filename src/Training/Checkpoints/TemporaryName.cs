using System.Globalization;
using System.Text.RegularExpressions;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Names of files that a checkpoint is in while it is written: they say whose they are, so that others can clean up.</summary>
internal static partial class TemporaryName
{
    /// <summary>A name that no other file has: <c>attempt-0002.0123….tmp</c>.</summary>
    public static string Create(int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"attempt-{attempt:0000}.{Guid.NewGuid():N}.tmp");

    /// <summary>A name for a file that is gone as soon as it is made: <c>room.0123….tmp</c>.</summary>
    public static string CreateForRoom() => $"room.{Guid.NewGuid():N}.tmp";

    /// <summary>
    /// Whether a file was left by a process that ended while it wrote: it is of this attempt or an earlier one, and this attempt
    /// writes nothing yet. Where the process lives after all, its write fails and it ends, as it should.
    /// </summary>
    public static bool IsLeftOver(string fileName, int attempt)
    {
        var match = Pattern().Match(fileName);
        return match.Success && (!match.Groups[1].Success
            || (int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var writer)
                && writer <= attempt));
    }

    [GeneratedRegex(@"\A(?:attempt-([0-9]{4,})|room)\.[0-9a-f]{32}\.tmp\z")]
    private static partial Regex Pattern();
}

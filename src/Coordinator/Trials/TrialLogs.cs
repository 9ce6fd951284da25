using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Exchange;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>A trial's log, of which the newest part may lie with the worker that trains it.</summary>
internal sealed class TrialLogs(TrialFileClient client, OwnFiles own, SweepFolders folders, IGrainFactory grains)
{
    /// <summary>The last lines, each with its line feed.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="lines">How many, 1 to <see cref="LogTail.MostLines"/>.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public async Task<string> TailAsync(TrialId trial, int lines, CancellationToken stop)
    {
        if (folders.Log(trial) is not { } file)
        {
            return "";
        }

        var text = await LogTail.ReadAsync(file, lines, stop);
        var access = await grains.Trial(trial).GetFileAccessAsync();
        foreach (var host in own.Foreign(access.Hosts))
        {
            text += Missing(text, await client.LogAsync(host, trial, access.Token, lines, stop));
        }

        return Last(text, lines);
    }

    /// <summary>Adds the lines that a log lacks.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task AppendMissingAsync(string file, string lines)
    {
        var missing = Missing(await LogTail.ReadAsync(file, LogTail.MostLines, CancellationToken.None), lines);
        if (missing.Length > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.AppendAllTextAsync(file, missing);
        }
    }

    // A line begins with its time to the millisecond and names its worker: two that are equal are one.
    private static string Missing(string known, string lines)
    {
        var there = known.Split('\n').ToHashSet(StringComparer.Ordinal);
        var missing = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !there.Contains(line));
        return string.Concat(missing.Select(line => line + '\n'));
    }

    private static string Last(string text, int lines) =>
        string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines).Select(line => line + '\n'));
}

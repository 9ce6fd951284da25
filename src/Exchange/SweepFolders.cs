using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Exchange;

/// <summary>
/// Where a sweep's files are that are handed out. A sweep's id comes from an address, and a model's path from a worker: whatever they
/// say, nothing outside of the output folder's own sweeps is ever named.
/// </summary>
public sealed class SweepFolders(IOptions<RunOptions> run)
{
    private readonly string _output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Value.OutputDirectory));

    /// <summary>A trial's folder; null for what is no trial.</summary>
    public string? Trial(TrialId trial) => trial.Number > 0 ? Inside(trial.Sweep, TrialFolder.InSweep(trial.Number)) : null;

    /// <summary>A trial's log; null for what is no trial.</summary>
    public string? Log(TrialId trial) => trial.Number > 0 ? Inside(trial.Sweep, $"{TrialFolder.InSweep(trial.Number)}/log.txt") : null;

    /// <summary>A file of a sweep by its path relative to the sweep's folder; null when that is no path into it.</summary>
    public string? Inside(string sweep, string relative)
    {
        if (!IsName(sweep) || relative.Contains('\0'))
        {
            return null;
        }

        var folder = Path.Combine(_output, sweep);
        var file = Path.GetFullPath(Path.Combine(folder, relative));
        return file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? file : null;
    }

    // One name, directly under the output folder.
    private static bool IsName(string sweep) => sweep.Length > 0 && sweep is not ("." or "..") && sweep.AsSpan().IndexOfAny('/', '\\', '\0') < 0;
}

using System.Globalization;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Launching.Checks;

namespace ResNet.Distributed.AppHost.Checks;

/// <summary>What is checked of a sweep before anything is started.</summary>
internal static class SweepChecks
{
    /// <summary>Reads and validates a sweep file; null when it has a fault.</summary>
    public static SweepSpec? SweepFile(this InputChecks checks, string path)
    {
        try
        {
            return Contracts.Sweeps.SweepFile.Parse(File.ReadAllText(path), path);
        }
        catch (SweepFileException error)
        {
            checks.Add(error.Message);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            checks.Add($"{path}: there is no such sweep file. Give the path of a YAML or JSON file; README.md shows one.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            checks.Add($"{path}: cannot be read as a sweep file ({error.Message.TrimEnd('.')}).");
        }

        return null;
    }

    /// <summary>Whether there will be as many workers as a trial of the sweep needs.</summary>
    /// <param name="checks">Hear of it where there will not.</param>
    /// <param name="spec">The sweep; null when it has a fault.</param>
    /// <param name="workers">Workers of this machine.</param>
    /// <param name="store">Where other nodes may join; null: no other can.</param>
    public static void Workers(this InputChecks checks, SweepSpec? spec, int workers, string? store)
    {
        if (store is null && workers > 0 && spec?.WorkersPerTrial.Min > workers)
        {
            checks.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"workers_per_trial is {spec.WorkersPerTrial}, and there would be {workers} of them: no trial could start. "
                + $"Give --workers {spec.WorkersPerTrial.Min} or more, or let the sweep do with fewer."));
        }
    }
}

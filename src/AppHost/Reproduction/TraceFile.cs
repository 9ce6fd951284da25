using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Reproduction;

/// <summary>Hands over the trace that the worker wrote.</summary>
internal static class TraceFile
{
    /// <summary>Copies the trace of a sweep's first trial, so that <paramref name="file"/> is the whole trace or unchanged.</summary>
    /// <exception cref="LaunchException">There is no trace, or it cannot be written.</exception>
    public static void Copy(string sweepFolder, string file)
    {
        var source = Path.Combine(sweepFolder, TrialFolder.InSweep(1), "trace.json");
        var target = Path.GetFullPath(file);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var from = File.OpenRead(source))
            using (var to = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                from.CopyTo(to);
                to.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new LaunchException($"The trace could not be copied from {source} to {target}: {error.Message}", error);
        }
    }
}

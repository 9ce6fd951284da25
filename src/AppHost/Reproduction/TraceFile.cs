using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Durability;
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
        try
        {
            using var from = File.OpenRead(source);
            AtomicFile.Write(target, from.CopyTo);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"The trace could not be copied from {source} to {target}: {error.Message}", error);
        }
    }
}

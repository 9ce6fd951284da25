using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Results;

/// <summary>Where a sweep keeps what under the output folder.</summary>
internal static class SweepFolders
{
    /// <summary>A trial's folder: <c>OUT/SWEEP/trials/N</c>.</summary>
    public static string Trial(string output, TrialId trial) =>
        Path.Combine(output, trial.Sweep, "trials", trial.Number.ToString(CultureInfo.InvariantCulture));
}

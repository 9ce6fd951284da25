using System.Globalization;

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>Where a trial's files are: coordinators, workers and the front door have to agree on it.</summary>
public static class TrialFolder
{
    /// <summary>A trial's folder, relative to its sweep's: <c>trials/7</c>.</summary>
    public static string InSweep(int number) => string.Create(CultureInfo.InvariantCulture, $"trials/{number}");

    /// <summary>A trial's folder, under the output folder.</summary>
    public static string Under(string output, TrialId trial) => Path.Combine(output, trial.Sweep, InSweep(trial.Number));
}

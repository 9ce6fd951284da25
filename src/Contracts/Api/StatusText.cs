using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>Where trials stand, in words for people: the same in the terminal and in the browser.</summary>
public static class StatusText
{
    /// <summary>One or two words. A trial without room for its files is not one that waits for its promotion.</summary>
    public static string Of(TrialStatus status) => status switch
    {
        TrialStatus.AtRung => "paused",
        TrialStatus.Paused => "no room",
        _ => status.ToString().ToLowerInvariant(),
    };

    /// <summary>The same, with the rung where the trial is paused: <c>paused at rung 2</c>.</summary>
    public static string Of(TrialView trial) => trial is { Status: TrialStatus.AtRung, Rung: { } rung }
        ? string.Create(CultureInfo.InvariantCulture, $"{Of(trial.Status)} at rung {rung}")
        : Of(trial.Status);
}

using System.Text.Json;

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>Questions about a <see cref="TrialStatus"/>.</summary>
public static class TrialStatusExtensions
{
    /// <summary>Whether nothing more will happen to the trial by itself.</summary>
    public static bool IsFinal(this TrialStatus status) => status
        is TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Failed or TrialStatus.Diverged or TrialStatus.Cancelled;

    /// <summary>Whether it has ended without anything that it was to do.</summary>
    public static bool IsUnsuccessful(this TrialStatus status) =>
        status is TrialStatus.Failed or TrialStatus.Diverged or TrialStatus.Cancelled;

    /// <summary>As files and metrics have it: <c>running</c>, <c>at_rung</c>.</summary>
    public static string Name(this TrialStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}

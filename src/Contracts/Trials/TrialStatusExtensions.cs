namespace ResNet.Distributed.Contracts.Trials;

/// <summary>Questions about a <see cref="TrialStatus"/>.</summary>
public static class TrialStatusExtensions
{
    /// <summary>Whether nothing more will happen to the trial by itself.</summary>
    public static bool IsFinal(this TrialStatus status) =>
        status is TrialStatus.Completed or TrialStatus.Failed or TrialStatus.Diverged or TrialStatus.Cancelled;
}

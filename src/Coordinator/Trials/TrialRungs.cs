using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>How far a trial may go, and has come, on its rungs.</summary>
internal static class TrialRungs
{
    /// <summary>Epochs that it does before it pauses or is done: those of the first rung from which it was not promoted, or all.</summary>
    public static int Until(TrialState state) => NextRung(state) ?? state.Spec!.Hyperparameters.Epochs;

    /// <summary>Epochs at the first rung from which it was not promoted; null where there is none.</summary>
    public static int? NextRung(TrialState state) => Of(state) is var rungs && state.Promoted < rungs.Length ? rungs[state.Promoted] : null;

    /// <summary>Epochs at the rung from which it was promoted last; null where it was from none.</summary>
    public static int? LastRung(TrialState state) => state.Promoted > 0 ? Of(state)[state.Promoted - 1] : null;

    /// <summary>Whether it has done all that it may do before it is promoted.</summary>
    public static bool IsAtRung(TrialState state) => NextRung(state) is { } rung && state.Epochs.Length >= rung;

    /// <summary>How many rungs it has got to; null where it has none.</summary>
    public static int? Reached(TrialState state) => Of(state) is { Length: > 0 } rungs ? rungs.Count(rung => rung <= state.Epochs.Length) : null;

    private static ImmutableArray<int> Of(TrialState state) => state.Spec!.Rungs;
}

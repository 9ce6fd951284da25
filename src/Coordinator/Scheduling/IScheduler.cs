using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>
/// Decides which trials go on. Pure: the same history gives the same decisions, so that whoever takes a sweep up after a death goes on
/// as the one before would have. It pauses trials at rungs, or stops running ones; what it does not do has a default.
/// </summary>
internal interface IScheduler
{
    /// <summary>Epochs done at which a trial pauses, ascending, fewer than it has.</summary>
    /// <param name="trial">The trial's number.</param>
    /// <param name="epochs">Its epochs.</param>
    ImmutableArray<int> RungsOf(int trial, int epochs) => [];

    /// <summary>The paused trial that goes on next, if a worker is to be had for it; null: none.</summary>
    int? Promote(RungHistory history) => null;

    /// <summary>What the trial that goes on next takes over from another one; null: it goes on with its own.</summary>
    /// <param name="history">As <see cref="Promote"/> was given it.</param>
    /// <param name="trial">The trial.</param>
    Exploit? ExploitOf(RungHistory history, int trial) => null;

    /// <summary>Paused trials that nothing can make go on any more. Asked when <see cref="Promote"/> has nobody.</summary>
    IEnumerable<int> GivenUp(RungHistory history) => [];

    /// <summary>What <see cref="WhyStop"/> has to be given.</summary>
    NeededCurves Needs => NeededCurves.None;

    /// <summary>Why a running trial that has done another epoch is to stop, for people; null: it goes on.</summary>
    string? WhyStop(CurveHistory history) => null;
}

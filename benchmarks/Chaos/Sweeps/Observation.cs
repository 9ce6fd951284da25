using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Chaos.Sweeps;

/// <summary>What the API said of a sweep's trials.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Asked">When it was asked, a <see cref="TimeProvider"/>'s timestamp.</param>
/// <param name="Trials">Its trials, in order; empty before the first answer.</param>
internal sealed record Observation(string Sweep, long Asked, ImmutableArray<TrialView> Trials)
{
    /// <summary>Whether nothing more will happen to the sweep.</summary>
    public bool Ended => !Trials.IsEmpty && Trials.All(trial => trial.Status.IsFinal());
}

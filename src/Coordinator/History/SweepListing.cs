using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.Coordinator.History;

/// <summary>A sweep and the list of its trials at one moment. What has not changed since the listing before is the same instance.</summary>
/// <param name="Sweep">The sweep. Never newer than its trials: when it is over, so are they.</param>
/// <param name="Trials">Every trial, by number.</param>
internal sealed record SweepListing(SweepView Sweep, ImmutableArray<TrialView> Trials)
{
    /// <summary>The listing after this one; this one itself when nothing has changed.</summary>
    public SweepListing Next(SweepView sweep, ImmutableArray<TrialView> trials)
    {
        var merged = ImmutableArray.CreateBuilder<TrialView>(trials.Length);
        var isSame = sweep == Sweep && trials.Length == Trials.Length;
        for (var index = 0; index < trials.Length; index++)
        {
            var before = index < Trials.Length ? Trials[index] : null;
            var unchanged = before is not null && AreEqual(before, trials[index]);
            merged.Add(unchanged ? before! : trials[index]);
            isSame &= unchanged;
        }

        return isSame ? this : new SweepListing(sweep, merged.MoveToImmutable());
    }

    /// <summary>The trials that are not as in <paramref name="before"/>; all of them when that is null.</summary>
    public ImmutableArray<TrialView> ChangedSince(SweepListing? before) => before is null
        ? Trials
        : [.. Trials.Where((trial, index) => index >= before.Trials.Length || !ReferenceEquals(trial, before.Trials[index]))];

    // Parameters of a trial never change, and as a collection they would not compare equal.
    private static bool AreEqual(TrialView one, TrialView other) =>
        ReferenceEquals(one, other)
        || (one.Revision == other.Revision && one.Number == other.Number && one with { Parameters = other.Parameters } == other);
}

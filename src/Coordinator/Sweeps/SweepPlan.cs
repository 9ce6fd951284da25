using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>A sweep as its file has it: what does not change while it runs.</summary>
/// <param name="spec">The file, read.</param>
/// <param name="run">Tells it from an older sweep of the same name.</param>
/// <param name="trace">W3C traceparent of the sweep's root span.</param>
internal sealed class SweepPlan(SweepSpec spec, Guid run, string? trace)
{
    private readonly ISearcher _searcher = Searcher.Create(spec);

    /// <summary>The file, read.</summary>
    public SweepSpec Spec => spec;

    /// <summary>How many trials there are.</summary>
    public int Total => _searcher.Count;

    /// <summary>What a trial computes.</summary>
    public TrialSpec Trial(int number) => TrialSpecs.Of(spec, _searcher, number, run) with { Trace = trace };

    /// <summary>All trials by number, those included that were never started.</summary>
    public IEnumerable<TrialView> Trials(SweepState state) => Enumerable.Range(1, Total).Select(number =>
        state.Trials.GetValueOrDefault(number) ?? NotStarted(number, state.Cancelled));

    private TrialView NotStarted(int number, bool cancelled)
    {
        var pending = TrialViews.Pending(Trial(number));
        return cancelled ? pending with { Status = TrialStatus.Cancelled } : pending;
    }
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Scheduling;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>A sweep as its file has it: what does not change while it runs.</summary>
internal sealed class SweepPlan
{
    // Trials of one sweep that are started at a time: more than a cluster has workers, less than the store minds.
    private const int MostUnderWay = 256;

    private readonly ISearcher _searcher;
    private readonly Guid _run;
    private readonly string? _trace;

    /// <param name="spec">The file, read.</param>
    /// <param name="run">Tells it from an older sweep of the same name.</param>
    /// <param name="trace">W3C traceparent of the sweep's root span.</param>
    public SweepPlan(SweepSpec spec, Guid run, string? trace)
    {
        (Spec, _run, _trace, _searcher) = (spec, run, trace, Searcher.Create(spec));
        Scheduler = Scheduling.Scheduler.Create(spec, Total);
    }

    /// <summary>The file, read.</summary>
    public SweepSpec Spec { get; }

    /// <summary>Decides which of its trials go on.</summary>
    public IScheduler Scheduler { get; }

    /// <summary>How many trials are under way at a time, at most.</summary>
    public int Window => Math.Min(MostUnderWay, Spec.MaxConcurrent ?? MostUnderWay);

    /// <summary>How many trials there are.</summary>
    public int Total => _searcher.Count;

    /// <summary>What a trial computes.</summary>
    public TrialSpec Trial(int number)
    {
        var trial = TrialSpecs.Of(Spec, _searcher, number, _run);
        return trial with { Rungs = Scheduler.RungsOf(number, trial.Hyperparameters.Epochs), Priority = Spec.Priority, Trace = _trace };
    }

    /// <summary>All trials by number, those included that were never started.</summary>
    public IEnumerable<TrialView> Trials(SweepState state) => Enumerable.Range(1, Total).Select(number =>
        state.Trials.GetValueOrDefault(number) ?? NotStarted(number, state));

    private TrialView NotStarted(int number, SweepState state)
    {
        var pending = TrialViews.Pending(Trial(number));
        return state.Cancelled ? pending with { Status = TrialStatus.Cancelled }
            : state.Closed is { } reason ? pending with { Status = TrialStatus.Stopped, Error = reason }
            : pending;
    }
}

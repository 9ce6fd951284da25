using System.Collections.Immutable;
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
    private readonly Lazy<long> _epochs;

    // The views of all trials as they are before they start, where they are known from the first: they are shown with each list.
    private readonly Lazy<TrialView[]> _suggested;

    /// <param name="spec">The file, read.</param>
    /// <param name="run">Tells it from an older sweep of the same name.</param>
    /// <param name="trace">W3C traceparent of the sweep's root span.</param>
    /// <param name="kept">Trials that it had before its file was changed, by number.</param>
    public SweepPlan(
        SweepSpec spec, Guid run, string? trace, IReadOnlyDictionary<int, ImmutableSortedDictionary<string, ParameterValue>>? kept = null)
    {
        (Spec, _run, _trace) = (spec, run, trace);
        _searcher = Searcher.Create(spec, kept);
        _epochs = new(() => Enumerable.Range(1, Total).Sum(number => (long)Spec.HyperparametersOf(_searcher.Suggest(number, [])).Epochs));
        _suggested = new(() => [.. Enumerable.Range(1, Total).Select(number => TrialViews.Pending(Of(number, _searcher.Suggest(number, []))))]);
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

    /// <summary>Whether a trial is not known before it is started, because its parameters depend on what others have come to by then.</summary>
    public bool Learns => _searcher.Learns;

    /// <summary>The plan of a sweep that was submitted.</summary>
    public static SweepPlan Of(SweepSpec spec, SweepState state) =>
        new(spec, state.Run, state.Trace, state.Kept.IsEmpty ? null : state.Kept.ToDictionary(number => number, number => state.Trials[number].Parameters));

    /// <summary>What a trial computes: as it was started, or as it would be if it were started now.</summary>
    public TrialSpec Trial(int number, SweepState state)
    {
        var parameters = !Learns ? _searcher.Suggest(number, [])
            : state.Trials.TryGetValue(number, out var started) ? started.Parameters
            : _searcher.Suggest(number, SweepObservations.Of(state, Spec.Metric));
        return Of(number, parameters);
    }

    /// <summary>All trials by number, those included that were never started, as far as they are known.</summary>
    public IEnumerable<TrialView> Trials(SweepState state) => Learns ? state.Trials.Values : Enumerable.Range(1, Total).Select(number =>
        state.Trials.GetValueOrDefault(number) ?? NotStarted(_suggested.Value[number - 1], state));

    /// <summary>Epochs of all trials; where trials are not known yet, they count as those that are.</summary>
    public long Epochs(SweepState state)
    {
        if (!Learns)
        {
            return _epochs.Value;
        }

        var started = state.Trials.Values.Sum(trial => (long)trial.Epochs);
        var usual = state.Trials.IsEmpty ? Trial(1, state).Hyperparameters.Epochs : (double)started / state.Trials.Count;
        return started + (long)Math.Round((Total - state.Trials.Count) * usual);
    }

    private TrialSpec Of(int number, ImmutableSortedDictionary<string, ParameterValue> parameters)
    {
        var trial = TrialSpecs.Of(Spec, number, parameters, _run);
        return trial with
        {
            Rungs = Scheduler.RungsOf(number, trial.Hyperparameters.Epochs),
            Priority = Spec.Priority,
            Trace = _trace,
            InPopulation = Spec.Population is not null,
        };
    }

    private static TrialView NotStarted(TrialView suggested, SweepState state) =>
        state.Cancelled ? suggested with { Status = TrialStatus.Cancelled }
        : state.Closed is { } reason ? suggested with { Status = TrialStatus.Stopped, Error = reason }
        : suggested;
}

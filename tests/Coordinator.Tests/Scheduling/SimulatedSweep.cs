using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Scheduling;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Tests.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

/// <summary>
/// A sweep on workers that need no time but the simulation's: trials, workers and the queue are as the grains have them, the decisions are the
/// real ones.
/// </summary>
internal sealed class SimulatedSweep
{
    private readonly SweepPlan _plan;
    private readonly Func<int, int, double> _metric;
    private readonly Func<int, double> _secondsPerEpoch;
    private readonly PriorityQueue<int, (double At, int Order)> _running = new();
    private readonly LinkedList<int> _begun = [];
    private readonly LinkedList<int> _new = [];
    private readonly Dictionary<int, ImmutableArray<double>> _curves = [];
    private int _free;
    private int _order;
    private double _now;

    /// <param name="file">The sweep file.</param>
    /// <param name="workers">How many workers there are.</param>
    /// <param name="metric">The metric of a trial after so many epochs.</param>
    /// <param name="secondsPerEpoch">How long a trial takes for an epoch.</param>
    public SimulatedSweep(string file, int workers, Func<int, int, double> metric, Func<int, double> secondsPerEpoch)
    {
        _plan = new SweepPlan(SweepFile.Parse(file, "simulated"), Guid.Empty, null);
        (_free, _metric, _secondsPerEpoch) = (workers, metric, secondsPerEpoch);
    }

    public SweepState State { get; private set; } = new() { Text = "" };

    public SweepPlan Plan => _plan;

    /// <summary>Epochs that all trials have done.</summary>
    public int Epochs => State.Trials.Values.Sum(trial => trial.EpochsDone);

    /// <summary>The most trials that were under way at once.</summary>
    public int MostUnderWay { get; private set; }

    /// <summary>The trial with the best value; 0 when there is none.</summary>
    public int Best => SweepViews.Best(State, _plan.Spec.Metric)?.Number ?? 0;

    private DateTimeOffset Now => TrialSamples.Now.AddSeconds(_now);

    /// <summary>Runs the sweep to its end.</summary>
    /// <param name="fails">Whether a trial fails instead of doing its next epoch.</param>
    public void Run(Func<int, bool>? fails = null)
    {
        Serve();
        while (_running.TryDequeue(out var trial, out var at))
        {
            _now = at.At;
            if (State.Trials[trial].Status == TrialStatus.Running)
            {
                Advance(trial, fails?.Invoke(trial) ?? false);
            }

            Serve();
        }
    }

    private void Advance(int trial, bool fails)
    {
        var view = State.Trials[trial];
        if (fails)
        {
            _free++;
            Tell(view with { Status = TrialStatus.Failed });
            return;
        }

        var epochs = view.EpochsDone + 1;
        var rungs = _plan.Trial(trial, State).Rungs;
        var value = _metric(trial, epochs);
        _curves[trial] = _curves.GetValueOrDefault(trial, []).Add(value);
        var next = view with
        {
            EpochsDone = epochs,
            Last = TrialSamples.Epoch(epochs - 1, value),
            Best = _plan.Spec.Metric.IsBetter(value, view.Best) ? value : view.Best,
            Rung = rungs.IsEmpty ? null : rungs.Count(rung => rung <= epochs),
            Status = epochs == view.Epochs ? TrialStatus.Completed : rungs.Contains(epochs) ? TrialStatus.AtRung : TrialStatus.Running,
        };
        if (next.Status == TrialStatus.Running)
        {
            _running.Enqueue(trial, (_now + _secondsPerEpoch(trial), _order++));
        }
        else
        {
            _free++;
        }

        Tell(next);
    }

    private void Tell(TrialView view)
    {
        State = SweepTransitions.TrialChanged(State, view with { Revision = view.Revision + 1 }, _plan.Spec.Metric, _plan.Total, Now);
        Judge(view.Number);
        var before = State;
        State = SweepDecisions.Decide(State, _plan, Now);
        foreach (var trial in SweepDecisions.Decided(before, State).Append(view.Number).Distinct().ToArray())
        {
            Obey(trial);
        }
    }

    private void Judge(int trial)
    {
        if (_plan.Scheduler.Needs == NeededCurves.None || State.Trials[trial].Status != TrialStatus.Running || !_curves.TryGetValue(trial, out var own))
        {
            return;
        }

        var completed = State.Trials.Values.Where(other => other.Status == TrialStatus.Completed).Select(other => _curves[other.Number]);
        if (_plan.Scheduler.WhyStop(new CurveHistory(_plan.Spec.Metric, own, [.. completed])) is { } reason)
        {
            State = SweepDecisions.Stop(State, trial, reason);
        }
    }

    private void Obey(int trial)
    {
        var (stop, promote) = SweepDecisions.ToTell(State, trial);
        var view = State.Trials[trial];
        if (stop is not null)
        {
            _free += view.Status == TrialStatus.Running ? 1 : 0;
            _begun.Remove(trial);
            _new.Remove(trial);
            Tell(view with { Status = TrialStatus.Stopped, Error = stop });
        }
        else if (promote is not null)
        {
            _begun.AddLast(trial);
            Tell(view with { Status = TrialStatus.Waiting });
        }
    }

    private void Serve()
    {
        foreach (var number in SweepTransitions.ToStart(State, _plan.Total, _plan.Window).ToArray())
        {
            State = State with { Trials = State.Trials.Add(Coordinator.Trials.TrialViews.Pending(_plan.Trial(number, State))) };
            _new.AddLast(number);
            Tell(State.Trials[number] with { Status = TrialStatus.Waiting });
        }

        MostUnderWay = Math.Max(MostUnderWay, SweepDecisions.UnderWay(State));
        while (_free > 0 && (_begun.First ?? _new.First) is { } first)
        {
            first.List!.Remove(first);
            _free--;
            Tell(State.Trials[first.Value] with { Status = TrialStatus.Running, Attempt = State.Trials[first.Value].Attempt + 1 });
            _running.Enqueue(first.Value, (_now + _secondsPerEpoch(first.Value), _order++));
        }
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Tests.Pool;

/// <summary>Several sweeps that want the same workers.</summary>
public sealed class FairSharingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Two_sweeps_of_equal_priority_get_worker_time_within_a_tenth_of_each_other()
    {
        // How long their trials take, how many workers each has, and how many there are: all that may make one sweep greedier.
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[3, 8]).Sample(
            (a, b, sizeA, sizeB, workers) =>
            {
                var sharing = new Sharing(workers);
                sharing.Add("a", a, sizeA);
                sharing.Add("b", b, sizeB);
                sharing.RunUntil(6_000);

                var (one, other) = (sharing.Had("a"), sharing.Had("b"));
                Assert.True(Math.Abs(one - other) <= 0.1 * Math.Max(one, other), $"{one} and {other} s");
            },
            iter: 30);
    }

    [Fact]
    public void A_sweep_that_comes_later_shares_from_then_on_and_catches_nothing_up()
    {
        var sharing = new Sharing(4);
        sharing.Add("old", 10, 1);
        sharing.RunUntil(5_000);
        sharing.Add("new", 10, 1);
        var before = sharing.Had("old");
        sharing.RunUntil(10_000);

        var (old, young) = (sharing.Had("old") - before, sharing.Had("new"));
        Assert.InRange(young, old * 0.9, old * 1.1);
    }

    [Fact]
    public void A_higher_priority_comes_first_and_what_it_leaves_goes_to_the_others()
    {
        var sharing = new Sharing(2);
        sharing.Add("low", 10, 1);
        sharing.Add("high", 10, 1, priority: 1);
        sharing.RunUntil(1_000);

        // What was given before it came runs to its end.
        Assert.InRange(sharing.Had("low"), 0, 20);
    }

    [Fact]
    public void What_was_begun_comes_first_within_its_sweep_and_not_before_another_one()
    {
        var pool = new WorkerPoolState(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);
        pool.Request(new WorkerRequest(new TrialId("b", 1), [1]), Start);
        pool.Request(new WorkerRequest(new TrialId("a", 1), [1]), Start);
        pool.Request(new WorkerRequest(new TrialId("a", 2), [1]) { Begun = true }, Start);

        Assert.Equal([new TrialId("b", 1), new TrialId("a", 2), new TrialId("a", 1)], pool.Queue);
    }

    [Fact]
    public void A_request_that_gives_up_its_lease_lets_nobody_in_between()
    {
        var pool = new WorkerPoolState(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);
        Sharing.Beat(pool, 0, null, Start);
        var first = Assert.IsType<PoolEffect.Granted>(Assert.Single(pool.Request(new WorkerRequest(new TrialId("a", 1), [1]), Start))).Lease;
        pool.Request(new WorkerRequest(new TrialId("a", 2), [1]), Start);

        var again = pool.Request(new WorkerRequest(new TrialId("a", 1), [1]) { Begun = true, Ended = first.Id }, Start);

        var second = Assert.IsType<PoolEffect.Granted>(Assert.Single(again)).Lease;
        Assert.Equal((first.Trial, true), (second.Trial, first.Id != second.Id));
        Assert.Empty(pool.Release(first.Trial, Start, first.Id));
        Assert.Equal([new TrialId("a", 2)], pool.Queue);
    }

    /// <summary>Workers and sweeps that always want more, second by second.</summary>
    private sealed class Sharing
    {
        private readonly WorkerPoolState _pool = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);
        private readonly Dictionary<string, (int Seconds, int Size, int Priority)> _sweeps = [];
        private readonly Dictionary<TrialId, int> _ends = [];
        private readonly Dictionary<string, double> _had = [];
        private readonly int _workers;
        private int _now;
        private int _trials;

        public Sharing(int workers)
        {
            _workers = workers;
            Heartbeats();
        }

        private DateTimeOffset Now => Start.AddSeconds(_now);

        public void Add(string sweep, int seconds, int size, int priority = 0)
        {
            _sweeps[sweep] = (seconds, size, priority);
            _had[sweep] = 0;
            for (var i = 0; i <= _workers; i++)
            {
                Want(sweep);
            }
        }

        public double Had(string sweep) => _had[sweep];

        public void RunUntil(int end)
        {
            for (; _now < end; _now++)
            {
                foreach (var (trial, _) in _ends.Where(entry => entry.Value <= _now).ToArray())
                {
                    _ends.Remove(trial);
                    Take(_pool.Release(trial, Now));
                    Want(trial.Sweep);
                }

                foreach (var lease in _pool.Leases.Values)
                {
                    _had[lease.Trial.Sweep] += lease.Workers.Length;
                }

                Heartbeats();
                Take(_pool.Tick(Now));
            }
        }

        public static IReadOnlyList<PoolEffect> Beat(WorkerPoolState pool, int worker, Lease? held, DateTimeOffset now) => pool.Heartbeat(
            new WorkerHeartbeat(
                new WorkerInfo { Id = new WorkerId($"w{worker}", "silo"), Host = "host", Device = "cpu", Data = "cifar-10" },
                held is null ? null : new RunningAttempt(held, 1, null),
                false),
            now).Effects;

        private void Heartbeats()
        {
            for (var worker = 0; worker < _workers; worker++)
            {
                Take(Beat(_pool, worker, _pool.Workers.GetValueOrDefault($"w{worker}@silo")?.Lease, Now));
            }
        }

        private void Want(string sweep)
        {
            var (_, size, priority) = _sweeps[sweep];
            Take(_pool.Request(new WorkerRequest(new TrialId(sweep, ++_trials), [size]) { Priority = priority }, Now));
        }

        private void Take(IReadOnlyList<PoolEffect> effects)
        {
            foreach (var granted in effects.OfType<PoolEffect.Granted>())
            {
                _ends[granted.Lease.Trial] = _now + _sweeps[granted.Lease.Trial.Sweep].Seconds;
            }
        }
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Tests.Pool;

/// <summary>Random messages in random order, from trials that want between one and four workers.</summary>
public sealed class PoolPropertyTests
{
    private const int Workers = 5;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly int[][] Sizes = [[1], [2], [1, 2, 4], [3], [4]];

    [Fact]
    public void No_order_of_messages_gives_a_worker_to_two_trials_or_a_trial_a_part_of_its_workers_or_forgets_one_that_waits()
    {
        Steps.Sample(
            steps =>
            {
                var run = new Run();
                foreach (var (what, worker, trial, seconds) in steps)
                {
                    run.Act(what, $"w{worker}", trial, seconds);
                    run.AssertSound();
                }
            },
            iter: 3_000);
    }

    [Fact]
    public void Whatever_has_happened_every_trial_that_the_workers_suffice_for_gets_them_in_its_turn()
    {
        Steps.Sample(
            steps =>
            {
                var run = new Run();
                foreach (var (what, worker, trial, seconds) in steps)
                {
                    run.Act(what, $"w{worker}", trial, seconds);
                }

                run.AssertAllAreServed();
            },
            iter: 1_000);
    }

    private static Gen<(int What, int Worker, int Trial, int Seconds)[]> Steps =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, Workers - 1], Gen.Int[0, Sizes.Length - 1], Gen.Int[0, 9]).Array[0, 60];

    private sealed class Run
    {
        private readonly WorkerPoolState _pool = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);
        private readonly HashSet<TrialId> _wanting = [];
        private DateTimeOffset _now = Start;

        public void Act(int what, string worker, int trial, int seconds)
        {
            _now = _now.AddSeconds(seconds / 3.0);
            var id = new WorkerId(worker, "silo");
            var held = _pool.Workers.GetValueOrDefault(id.ToString())?.Lease;
            Tell(what switch
            {
                0 => Beat(worker, held),
                1 => Beat(worker, null),
                2 => _pool.Leave(id, _now),
                3 => Release(Trial(trial), null),
                4 => Release(Trial(trial), id),
                5 => _pool.Tick(_now),
                _ => Request(trial),
            });
        }

        public void AssertSound()
        {
            foreach (var (trial, lease) in _pool.Leases)
            {
                Assert.Equal(trial, lease.Trial);
                Assert.Contains(lease.Workers.Length, Sizes[trial.Number]);
                Assert.All(lease.Workers, worker => Assert.Equal(lease, _pool.Workers[worker.ToString()].Lease));
            }

            var leased = _pool.Leases.Values.SelectMany(lease => lease.Workers).ToArray();
            Assert.Equal(leased.Length, leased.Distinct().Count());
            Assert.Equal(leased.Length, _pool.Workers.Values.Count(worker => worker.Lease is not null));
            Assert.Equal(_wanting.Order(ById), _pool.Leases.Keys.Concat(_pool.Queue).Order(ById));

            // The first that can be served at all is not served because too few are free, and for no other reason.
            var there = _pool.Workers.Values.Count(worker => worker.IsThere);
            var next = _pool.Queue.FirstOrDefault(trial => Sizes[trial.Number][0] <= there);
            Assert.False(
                next != default && Sizes[next.Number][0] <= _pool.Workers.Values.Count(worker => worker.IsFree), $"{next} waits beside free workers");
        }

        // All workers are there and speak; whoever has workers trains and ends. In so many rounds as there are trials, all have had theirs.
        public void AssertAllAreServed()
        {
            for (var round = 0; round <= Sizes.Length; round++)
            {
                Tell([.. Enumerable.Range(0, Workers).SelectMany(worker => Beat($"w{worker}", null))]);
                var first = _pool.Queue.FirstOrDefault();
                foreach (var trial in _pool.Leases.Keys.ToArray())
                {
                    Tell(Release(trial, null));
                }

                Assert.False(first != default && _pool.Queue.Contains(first), $"{first} was overtaken");
            }

            Assert.Empty(_pool.Queue);
        }

        private static readonly Comparer<TrialId> ById = Comparer<TrialId>.Create((a, b) => a.Number.CompareTo(b.Number));

        private static TrialId Trial(int number) => new("sweep", number);

        private IReadOnlyList<PoolEffect> Request(int trial)
        {
            _wanting.Add(Trial(trial));
            return _pool.Request(new WorkerRequest(Trial(trial), [.. Sizes[trial]]) { Begun = trial % 2 == 0 }, _now);
        }

        private IReadOnlyList<PoolEffect> Release(TrialId trial, WorkerId? doubted)
        {
            _wanting.Remove(trial);
            return _pool.Release(trial, _now, doubted: doubted);
        }

        private IReadOnlyList<PoolEffect> Beat(string worker, Lease? held) => _pool.Heartbeat(
            new WorkerHeartbeat(
                new WorkerInfo { Id = new WorkerId(worker, "silo"), Host = $"host-{worker[1] % 2}", Device = "cpu", Data = "cifar-10" },
                held is null ? null : new RunningAttempt(held, 1, null),
                false),
            _now).Effects;

        // A trial that loses its workers has to ask again, as TrialGrain does.
        private void Tell(IReadOnlyList<PoolEffect> effects)
        {
            foreach (var lost in effects.OfType<PoolEffect.Lost>())
            {
                Request(lost.Lease.Trial.Number);
            }
        }
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Tests.Pool;

/// <summary>Trials that want several workers at once.</summary>
public sealed class GangTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly WorkerPoolState _pool = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);

    [Fact]
    public void A_trial_gets_all_its_workers_at_once_or_waits()
    {
        Beat("a");
        Assert.Empty(_pool.Request(Wanting(1, 2), Start));

        var lease = Assert.IsType<PoolEffect.Granted>(Assert.Single(Beat("b").Effects)).Lease;

        Assert.Equal("a, b", lease.Names);
        Assert.All(_pool.Workers.Values, worker => Assert.Equal(lease, worker.Lease));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    public void An_elastic_trial_takes_the_largest_size_that_is_free(int workers, int expected)
    {
        Enumerable.Range(0, workers).ToList().ForEach(worker => Beat($"w{worker}"));

        Assert.Equal(expected, Granted(_pool.Request(Wanting(1, 1, 2, 4), Start)).Workers.Length);
    }

    [Fact]
    public void Nobody_overtakes_a_trial_that_waits_for_several()
    {
        Beat("a");
        Beat("b");
        _pool.Request(Wanting(1, 1), Start);
        _pool.Request(Wanting(2, 2), Start);
        _pool.Request(Wanting(3, 1), Start);
        Assert.Equal([Trial(2), Trial(3)], _pool.Queue);

        Assert.Equal(Trial(2), Granted(_pool.Release(Trial(1), Start)).Trial);
    }

    [Fact]
    public void A_trial_that_wants_more_than_there_are_holds_nobody_up_and_comes_first_when_there_are_enough()
    {
        Beat("a");
        _pool.Request(Wanting(1, 3), Start);
        Assert.Equal(Trial(2), Granted(_pool.Request(Wanting(2, 1), Start)).Trial);
        _pool.Request(Wanting(3, 1), Start);

        Assert.Equal(Trial(3), Assert.Single(Beat("b").Effects).Lease.Trial);
        _pool.Release(Trial(3), Start);
        Beat("c");
        Assert.Equal(Trial(1), Granted(_pool.Release(Trial(2), Start)).Trial);
    }

    [Fact]
    public void With_one_worker_the_whole_lease_is_lost_and_the_others_are_free_when_they_have_left_it()
    {
        Beat("a");
        Beat("b");
        var lease = Granted(_pool.Request(Wanting(1, 2), Start));
        Beat("a", running: lease);

        var lost = Assert.IsType<PoolEffect.Lost>(Assert.Single(Beat("b", "silo-2").Effects));
        _pool.Request(Wanting(1, 2), Start);

        Assert.Equal((lease, LossKind.Died), (lost.Lease, lost.Kind));
        Assert.Equal(HeartbeatAnswer.StopAttempt, Beat("a", running: lease).Answer);
        Assert.Equal("a, b", Granted(Beat("a").Effects).Names);
    }

    [Fact]
    public void A_worker_that_its_peers_have_lost_is_given_away_when_it_is_heard_of()
    {
        Beat("a");
        Beat("b");
        var lease = Granted(_pool.Request(Wanting(1, 2), Start));

        _pool.Release(Trial(1), Start, lease.Id, lease.Workers[1]);

        Assert.Empty(_pool.Request(Wanting(1, 2), Start));
        Assert.Equal("a, b", Granted(Beat("b").Effects).Names);
    }

    [Fact]
    public void A_lease_that_is_given_up_twice_takes_nothing_from_the_next_one()
    {
        Beat("a");
        Beat("b");
        var first = Granted(_pool.Request(Wanting(1, 2), Start));
        _pool.Release(Trial(1), Start, first.Id);
        var second = Granted(_pool.Request(Wanting(1, 2), Start));

        Assert.Empty(_pool.Release(Trial(1), Start, first.Id));

        Assert.Equal(second, _pool.Leases[Trial(1)]);
    }

    [Fact]
    public void A_new_pool_adopts_a_lease_with_all_its_workers()
    {
        var lease = new Lease(Guid.NewGuid(), Trial(1), [new WorkerId("a", "silo"), new WorkerId("b", "silo")]);

        Assert.Equal(HeartbeatAnswer.Continue, Beat("b", running: lease).Answer);

        Assert.Equal(["a@silo", "b@silo"], _pool.Workers.Keys);
        Assert.Empty(_pool.Claim(lease, Start));
        Assert.Equal(lease, Granted(_pool.Request(Wanting(1, 2), Start)));
    }

    [Fact]
    public void What_a_trial_says_outranks_what_its_workers_say()
    {
        var old = new Lease(Guid.NewGuid(), Trial(1), [new WorkerId("a", "silo")]);
        var now = new Lease(Guid.NewGuid(), Trial(1), [new WorkerId("b", "silo")]);
        Beat("a", running: old);

        Assert.Empty(_pool.Claim(now, Start));

        Assert.Equal(HeartbeatAnswer.StopAttempt, Beat("a", running: old).Answer);
        Assert.Equal(HeartbeatAnswer.Continue, Beat("b", running: now).Answer);
    }

    [Fact]
    public void Workers_of_one_host_are_taken_together()
    {
        foreach (var (name, host) in new[] { ("a", "x"), ("b", "y"), ("c", "x"), ("d", "y"), ("e", "y") })
        {
            Beat(name, host: host);
        }

        Assert.Equal("b, d, e", Granted(_pool.Request(Wanting(1, 3), Start)).Names);
        Assert.Equal("a, c", Granted(_pool.Request(Wanting(2, 2), Start)).Names);
    }

    private static TrialId Trial(int number) => new("sweep", number);

    private static WorkerRequest Wanting(int number, params int[] sizes) => new(Trial(number), [.. sizes]);

    private static Lease Granted(IReadOnlyList<PoolEffect> effects) => Assert.IsType<PoolEffect.Granted>(Assert.Single(effects)).Lease;

    private (HeartbeatAnswer Answer, IReadOnlyList<PoolEffect> Effects) Beat(
        string name, string silo = "silo", Lease? running = null, string host = "host") => _pool.Heartbeat(
        new WorkerHeartbeat(
            new WorkerInfo { Id = new WorkerId(name, silo), Host = host, Device = "cpu", Data = "cifar-10" },
            running is null ? null : new RunningAttempt(running, 1, null),
            false),
        Start);
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Tests.Pool;

public sealed class WorkerPoolStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly WorkerPoolState _pool = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);

    [Fact]
    public void A_waiting_trial_gets_the_worker_that_joins()
    {
        Assert.Empty(_pool.Request(One(1), Start));

        var granted = Assert.IsType<PoolEffect.Granted>(Assert.Single(Beat("a").Effects));

        Assert.Equal((Trial(1), "a"), (granted.Lease.Trial, granted.Lease.Names));
    }

    [Fact]
    public void Trials_are_served_in_the_order_in_which_they_asked()
    {
        _pool.Request(One(2), Start);
        _pool.Request(One(1), Start);

        Assert.Equal(Trial(2), Assert.Single(Beat("a").Effects).Lease.Trial);
        Assert.Equal(Trial(1), Assert.Single(Beat("b").Effects).Lease.Trial);
    }

    [Fact]
    public void A_trial_that_was_interrupted_comes_before_those_that_have_not_begun()
    {
        _pool.Request(One(1), Start);
        _pool.Request(One(2) with { Begun = true }, Start);
        _pool.Request(One(3) with { Begun = true }, Start);

        Assert.Equal([Trial(2), Trial(3), Trial(1)], _pool.Queue);
        Assert.Equal(Trial(2), Assert.Single(Beat("a").Effects).Lease.Trial);
    }

    [Fact]
    public void A_pool_that_was_stopped_itself_takes_no_worker_for_lost()
    {
        Beat("a");
        _pool.Tick(Start.AddSeconds(1));

        Assert.Empty(_pool.Tick(Start.AddSeconds(13)));
        for (var second = 14; second < 20; second++)
        {
            Assert.Empty(_pool.Tick(Start.AddSeconds(second)));
        }

        _pool.Tick(Start.AddSeconds(20));
        Assert.Empty(_pool.Workers);
    }

    [Fact]
    public void A_worker_that_was_heard_after_the_pools_pause_is_not_forgiven_the_pause_as_well()
    {
        _pool.Tick(Start);
        Beat("a", at: 12.5);
        Beat("b", at: 12.5);
        _pool.Tick(Start.AddSeconds(13));
        for (var second = 14; second < 22; second++)
        {
            Beat("b", at: second);
            _pool.Tick(Start.AddSeconds(second));
        }

        Assert.Equal(["b"], _pool.Workers.Values.Select(worker => worker.Info!.Id.Name));
    }

    [Fact]
    public void When_no_worker_at_all_is_heard_the_pool_suspects_itself_first()
    {
        Beat("a");
        Beat("b");
        for (var second = 1; second < 24; second++)
        {
            _pool.Tick(Start.AddSeconds(second));
            Assert.Equal(2, _pool.Workers.Count);
        }

        _pool.Tick(Start.AddSeconds(24));
        Assert.Empty(_pool.Workers);
    }

    [Fact]
    public void One_silent_worker_among_others_is_lost_in_time()
    {
        Beat("a");
        for (var second = 1; second < 8; second++)
        {
            Beat("b", at: second);
            _pool.Tick(Start.AddSeconds(second));
        }

        _pool.Tick(Start.AddSeconds(8));
        Assert.Equal(["b"], _pool.Workers.Values.Select(worker => worker.Info!.Id.Name));
    }

    [Fact]
    public void Asking_twice_takes_one_place()
    {
        _pool.Request(One(1), Start);
        _pool.Request(One(1), Start);

        Assert.Single(_pool.Queue);
    }

    [Fact]
    public void A_released_worker_goes_to_the_next()
    {
        Beat("a");
        _pool.Request(One(1), Start);
        _pool.Request(One(2), Start);

        Assert.Equal(Trial(2), Assert.Single(_pool.Release(Trial(1), Start)).Lease.Trial);
    }

    [Fact]
    public void A_silent_worker_is_lost_and_its_trial_told()
    {
        Beat("a");
        _pool.Request(One(1), Start);

        Assert.IsType<PoolEffect.Granted>(Assert.Single(_pool.Tick(Start.AddSeconds(7.9))));
        var lost = Assert.IsType<PoolEffect.Lost>(Assert.Single(_pool.Tick(Start.AddSeconds(8))));
        Assert.Contains("silent for 8 s", lost.Reason, StringComparison.Ordinal);
        Assert.Empty(_pool.Workers);
    }

    [Fact]
    public void A_worker_that_is_known_to_be_dead_is_lost_at_once_also_when_only_its_trial_has_told_of_it()
    {
        var lease = new Lease(Guid.NewGuid(), Trial(1), [new WorkerId("a", "silo")]);
        _pool.Claim(lease, Start);
        Beat("b");

        Assert.Empty(_pool.Bury([new WorkerId("c", "silo")]));
        var lost = Assert.IsType<PoolEffect.Lost>(Assert.Single(_pool.Bury(lease.Workers)));

        Assert.Equal((lease, "worker a is dead"), (lost.Lease, lost.Reason));
        Assert.Equal("b@silo", Assert.Single(_pool.Workers).Key);
    }

    [Fact]
    public void A_restarted_worker_replaces_its_older_incarnation_at_once()
    {
        Beat("a", "silo-1");
        _pool.Request(One(1), Start);

        Assert.IsType<PoolEffect.Lost>(Assert.Single(Beat("a", "silo-2").Effects));
        Assert.Equal("a@silo-2", Assert.Single(_pool.Workers).Key);
    }

    [Fact]
    public void A_grant_is_told_again_until_the_worker_shows_it()
    {
        Beat("a");
        var lease = Assert.Single(_pool.Request(One(1), Start)).Lease;

        Beat("a", at: 4);
        Assert.Equal(lease, Assert.Single(_pool.Tick(Start.AddSeconds(5))).Lease);
        Beat("a", running: lease, at: 9);
        Assert.Empty(_pool.Tick(Start.AddSeconds(13)));
    }

    [Fact]
    public void A_new_pool_adopts_what_the_workers_hold()
    {
        var lease = new Lease(Guid.NewGuid(), Trial(1), [new WorkerId("a", "silo")]);
        _pool.Request(One(2), Start);

        var (answer, effects) = Beat("a", running: lease);

        Assert.Equal(HeartbeatAnswer.Continue, answer);
        Assert.Empty(effects);
        Assert.Equal(Trial(1), _pool.Workers["a@silo"].Lease!.Trial);
    }

    [Fact]
    public void A_worker_that_holds_what_another_one_has_must_stop()
    {
        Beat("a");
        _pool.Request(One(1), Start);

        var stale = new Lease(Guid.NewGuid(), Trial(1), [new WorkerId("b", "silo")]);
        Assert.Equal(HeartbeatAnswer.StopAttempt, Beat("b", running: stale).Answer);
    }

    [Fact]
    public void A_claimed_worker_that_never_speaks_is_lost()
    {
        var lease = new Lease(Guid.NewGuid(), Trial(1), [new WorkerId("a", "silo")]);

        Assert.Empty(_pool.Claim(lease, Start));
        Assert.IsType<PoolEffect.Lost>(Assert.Single(_pool.Tick(Start.AddSeconds(8)).OfType<PoolEffect.Lost>()));
    }

    [Fact]
    public void A_claim_that_contradicts_the_pool_is_lost()
    {
        Beat("a");
        _pool.Request(One(1), Start);

        var stale = new Lease(Guid.NewGuid(), Trial(2), [new WorkerId("a", "silo")]);
        Assert.IsType<PoolEffect.Lost>(Assert.Single(_pool.Claim(stale, Start)));
    }

    [Fact]
    public void A_leaving_worker_takes_nothing_new()
    {
        _pool.Request(One(1), Start);

        Assert.Empty(Beat("a", leaving: true).Effects);
    }

    private static TrialId Trial(int number) => new("sweep", number);

    private static WorkerRequest One(int number) => new(Trial(number), [1]);

    private static WorkerHeartbeat Message(string name, string silo, Lease? running, bool leaving) => new(
        new WorkerInfo { Id = new WorkerId(name, silo), Host = "host", Device = "cpu", Data = "cifar-10" },
        running is null ? null : new RunningAttempt(running, 1, null),
        leaving);

    private (HeartbeatAnswer Answer, IReadOnlyList<PoolEffect> Effects) Beat(
        string name, string silo = "silo", Lease? running = null, bool leaving = false, double at = 0) =>
        _pool.Heartbeat(Message(name, silo, running, leaving), Start.AddSeconds(at));
}

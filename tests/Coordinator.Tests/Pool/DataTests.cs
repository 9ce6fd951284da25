using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Tests.Pool;

public sealed class DataTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly DataContent Real = new("cifar-10", "aaaa", "/data");
    private static readonly DataContent Other = new("synthetic", "bbbb", "/runs/.data");

    private readonly WorkerPoolState _pool = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);

    [Fact]
    public void A_trial_gets_no_worker_with_other_images_than_its_own()
    {
        Beat("a", Other);
        Request(1, Real);
        Assert.Empty(_pool.Leases);

        Beat("b", Real);

        var lease = _pool.Leases[Trial(1)];
        Assert.Equal("b", lease.Names);
        Assert.Equal(Real, lease.Data);
    }

    [Fact]
    public void The_first_trial_of_a_sweep_begins_on_what_most_workers_have()
    {
        Beat("a", Other);
        Beat("b", Real);
        Beat("c", Real);

        Request(1, data: null);

        Assert.Equal("b", _pool.Leases[Trial(1)].Names);
    }

    [Fact]
    public void All_workers_of_a_trial_have_the_same_images()
    {
        Beat("a", Other);
        Beat("b", Real);
        Request(1, data: null, workers: 2);
        Assert.Empty(_pool.Leases);

        Beat("c", Real);

        Assert.Equal("b, c", _pool.Leases[Trial(1)].Names);
    }

    [Fact]
    public void A_trial_whose_images_nobody_has_keeps_nobody_else_waiting()
    {
        Beat("a", Real);
        Request(1, Other);
        Request(2, Real);

        Assert.Equal([Trial(2)], _pool.Leases.Keys);
        Assert.Equal([Trial(1)], _pool.Queue);
    }

    [Fact]
    public void Who_has_other_images_is_refused_also_when_all_is_done()
    {
        Beat("a", Other);
        Beat("b", Real);
        Assert.Null(Refusal("a"));

        Request(1, Real);

        Assert.Equal(Real, Refusal("a"));
        Assert.Null(Refusal("b"));
        _pool.Release(Trial(1), Now);
        Assert.Equal(Real, Refusal("a"));
        Assert.Null(Refusal("b"));
    }

    [Fact]
    public void Who_is_wanted_by_one_of_two_sweeps_is_not_refused()
    {
        Beat("a", Other);
        Beat("b", Real);
        Request(1, Other);
        Request(2, Real);
        Beat("c", Other);

        Assert.Null(Refusal("c"));
    }

    private static TrialId Trial(int number) => new("sweep", number);

    private void Beat(string name, DataContent content) => _pool.Heartbeat(
        new WorkerHeartbeat(
            new WorkerInfo { Id = new WorkerId(name, "silo"), Host = "host", Device = "cpu", Data = content.Name, Content = content }, null, false),
        Now);

    private void Request(int trial, DataContent? data, int workers = 1) => _pool.Request(new WorkerRequest(Trial(trial), [workers]) { Data = data }, Now);

    private DataContent? Refusal(string name) => _pool.Refusal(_pool.Workers[$"{name}@silo"]);
}

using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Tests.Pool;

public sealed class NamesTests
{
    private const string Here = "10.0.0.1:20001@1";

    private readonly WorkerPoolState _pool = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(5), Guid.NewGuid);

    [Fact]
    public void A_name_that_a_living_worker_on_another_machine_has_is_taken()
    {
        Beat(Here, 0);

        Assert.Equal(HeartbeatAnswer.NameTaken, Beat("10.0.0.2:20001@2", 7));
        Assert.Equal(HeartbeatAnswer.Continue, Beat(Here, 7));
        Assert.Equal($"gpu-0@{Here}", Assert.Single(_pool.Workers).Key);
    }

    [Fact]
    public void When_that_one_has_fallen_silent_the_name_is_free()
    {
        Beat(Here, 0);

        Assert.Equal(HeartbeatAnswer.Continue, Beat("10.0.0.2:20001@2", 8));
        Assert.Equal("gpu-0@10.0.0.2:20001@2", Assert.Single(_pool.Workers).Key);
    }

    [Theory]
    [InlineData("10.0.0.1:20001@2")]
    [InlineData("10.0.0.1:30007@2")]
    public void On_the_same_machine_it_is_its_next_incarnation(string silo)
    {
        Beat(Here, 0);

        Assert.Equal(HeartbeatAnswer.Continue, Beat(silo, 1));
        Assert.Equal($"gpu-0@{silo}", Assert.Single(_pool.Workers).Key);
    }

    private HeartbeatAnswer Beat(string silo, int seconds) => _pool.Heartbeat(
        new WorkerHeartbeat(new WorkerInfo { Id = new WorkerId("gpu-0", silo), Host = "host", Device = "cpu", Data = "cifar-10" }, null, false),
        DateTimeOffset.UnixEpoch.AddSeconds(seconds)).Answer;
}

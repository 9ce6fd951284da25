using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class CollectiveOptionsTests
{
    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var options = Group.Options(5, 2) with
        {
            Attempt = -1,
            Token = new byte[3],
            Channel = new string('x', 65),
            Host = " ",
            PeerTimeout = TimeSpan.FromSeconds(0.1),
            ConnectTimeout = TimeSpan.Zero,
            SharedMemoryFolder = "",
            Transport = (TransportChoice)9,
        };

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => Collective.ConnectAsync(options, new MemoryRendezvous(2), CancellationToken.None));

        Assert.All(
            [
                "Rank is 5; expected 0 to 1.", "Attempt is -1", "Token has 3 bytes; expected 32", "Channel is 'xxx", "Host is ' '",
                "PeerTimeout", "ConnectTimeout", "SharedMemoryFolder", "Transport is 9",
            ],
            fault => Assert.Contains(fault, error.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public async Task A_world_size_out_of_range_is_refused(int worldSize) => await Assert.ThrowsAsync<ArgumentException>(
        () => Collective.ConnectAsync(Group.Options(0, worldSize), new MemoryRendezvous(2), CancellationToken.None));

    [Fact]
    public async Task An_address_that_is_not_this_machines_is_named()
    {
        var error = await Assert.ThrowsAsync<CollectiveException>(() => Collective.ConnectAsync(
            Group.Options(0, 2) with { Host = "192.0.2.1" }, new MemoryRendezvous(2), CancellationToken.None));

        Assert.Contains("cannot listen on '192.0.2.1'", error.Message);
    }
}

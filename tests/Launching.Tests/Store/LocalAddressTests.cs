using System.Net;
using ResNet.Distributed.Launching.Store;

namespace ResNet.Distributed.Launching.Tests.Store;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:6379,abortConnect=false", "127.0.0.1")]
    [InlineData("localhost:6379", "127.0.0.1")]
    [InlineData("no-such-host.invalid:6379,127.0.0.1:6379", "127.0.0.1")]
    public async Task A_store_on_loopback_is_reached_from_loopback(string store, string expected) =>
        Assert.Equal(IPAddress.Parse(expected), await LocalAddress.TowardsAsync(store, CancellationToken.None));

    [Fact]
    public async Task A_name_that_nobody_knows_leads_nowhere() =>
        Assert.Null(await LocalAddress.TowardsAsync("no-such-host.invalid:6379", CancellationToken.None));
}

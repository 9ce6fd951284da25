using System.Net;
using System.Net.Sockets;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching.Store;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Tests.Store;

[Collection(EmbeddedStores.Name)]
public sealed class StoreProbeTests
{
    [Theory]
    [InlineData("redis:6379", "redis", 6379)]
    [InlineData("redis", "redis", 6379)]
    [InlineData("redis,ssl=true", "redis", 6380)]
    [InlineData(" 10.0.0.1:7000 , password=a:b,abortConnect=false", "10.0.0.1", 7000)]
    [InlineData("[::1]:7000", "::1", 7000)]
    [InlineData("[::1]", "::1", 6379)]
    public void Addresses_are_read_as_the_client_reads_them(string text, string host, int port)
    {
        var (endpoints, fault) = StoreConnection.Parse(text);

        Assert.Null(fault);
        Assert.Equal(new DnsEndPoint(host, port), Assert.Single(endpoints));
    }

    [Theory]
    [InlineData("", "names no address")]
    [InlineData("password=x", "names no address")]
    [InlineData("redis:abc", "'redis:abc'")]
    [InlineData("redis:70000", "'redis:70000'")]
    [InlineData("a b", "'a b'")]
    public async Task A_text_without_an_address_is_refused(string text, string expected) =>
        Assert.Contains(expected, await StoreProbe.WhyNotReachableAsync(text, CancellationToken.None));

    [Fact]
    public async Task A_store_that_answers_is_fine()
    {
        using var folder = new TemporaryFolder();
        var port = new FreePorts(IPAddress.Loopback).Next();
        using var store = EmbeddedStore.Start(port, folder["store"], folder["store.log"]);

        Assert.Null(await StoreProbe.WhyNotReachableAsync($"127.0.0.1:{port}", CancellationToken.None));
    }

    [Fact]
    public async Task A_closed_port_is_not()
    {
        var port = new FreePorts(IPAddress.Loopback).Next();

        Assert.Contains($"127.0.0.1:{port}", await StoreProbe.WhyNotReachableAsync($"127.0.0.1:{port}", CancellationToken.None));
    }

    [Fact]
    public async Task Another_kind_of_server_is_not()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener);

        var reason = await StoreProbe.WhyNotReachableAsync($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", CancellationToken.None);

        Assert.Contains("not a Redis server", reason);
        await answering;
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.1 400\r\n\r\n"u8.ToArray());
    }
}

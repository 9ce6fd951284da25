using System.Net.Sockets;
using ResNet.Distributed.Contracts.Http;

namespace ResNet.Distributed.Contracts.Tests.Http;

public sealed class ConnectionFaultsTests
{
    private static readonly Uri Address = new("http://somewhere:81/");

    [Fact]
    public async Task A_connection_that_is_lost_as_soon_as_it_is_made_is_a_failed_request()
    {
        using var client = new HttpClient(new ConnectionFaults(LostConnections.Handler()));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Address));

        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.Contains("somewhere:81", error.Message);
        Assert.IsType<SocketException>(error.InnerException);
    }

    // Fails on the day when .NET does this by itself: then the handler can go.
    [Fact]
    public async Task Without_the_handler_it_is_a_fault_of_the_socket()
    {
        using var client = new HttpClient(LostConnections.Handler());

        await Assert.ThrowsAsync<SocketException>(() => client.GetAsync(Address));
    }
}

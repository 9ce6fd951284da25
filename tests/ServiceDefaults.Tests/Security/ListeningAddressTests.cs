using Microsoft.Extensions.Configuration;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.ServiceDefaults.Tests.Security;

public sealed class ListeningAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://127.9.8.7:80/", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("https://[::1]:8443", true)]
    [InlineData("http://[::ffff:127.0.0.1]:80", true)]
    [InlineData("http://unix:/run/resnet.sock", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://+:5080", false)]
    [InlineData("https://10.1.2.3:8443", false)]
    [InlineData("http://localhost.example.org:5080", false)] // Kestrel listens on every address for a name that it does not know.
    [InlineData("http://127.0.0.1.example.org:5080", false)]
    [InlineData("nonsense", false)]
    public void Loopback_is_what_cannot_be_reached_from_elsewhere(string url, bool isLoopback) =>
        Assert.Equal(isLoopback, ListeningAddress.Parse(url).IsLoopback);

    [Fact]
    public void Addresses_are_found_where_Kestrel_finds_them()
    {
        Assert.Equal(["http://localhost:5000"], Urls([]));
        Assert.Equal(["http://a:1", "https://b:2"], Urls(new() { ["urls"] = "http://a:1;https://b:2" }));
        Assert.Equal(["http://*:8080", "https://*:8443"], Urls(new() { ["http_ports"] = "8080", ["https_ports"] = "8443" }));
        Assert.Equal(["http://a:1"], Urls(new() { ["urls"] = "http://a:1", ["http_ports"] = "8080" }));

        Dictionary<string, string?> both = new() { ["urls"] = "http://a:1", ["Kestrel:Endpoints:Web:Url"] = "https://b:2" };
        Assert.Equal(["https://b:2"], Urls(both));
        Assert.Equal(["http://a:1"], Urls(new(both) { ["preferHostingUrls"] = "true" }));
    }

    private static IEnumerable<string> Urls(Dictionary<string, string?> settings) =>
        ListeningAddress.Of(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Select(address => address.Url);
}

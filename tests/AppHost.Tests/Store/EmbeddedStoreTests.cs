using System.Diagnostics;
using System.Net;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Tests.Store;

[Collection(EmbeddedStores.Name)]
public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FreePorts _ports = new(IPAddress.Loopback);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_there_after_a_restart()
    {
        var port = _ports.Next();
        using (Start(port, "store"))
        {
            using var connection = new RespConnection(port);
            Assert.Equal("+OK", connection.Send("SET", "key", "value"));
            Assert.Equal(":1", connection.Send("HSET", "hash", "field", "7"));
        }

        using var again = Start(port, "store");
        using var reader = new RespConnection(port);
        Assert.Equal("value", reader.Send("GET", "key"));
        Assert.Equal("7", reader.Send("HGET", "hash", "field"));
    }

    [Fact]
    public void An_answered_write_is_on_disk_at_once()
    {
        var port = _ports.Next();
        using var running = Start(port, "store");
        using var connection = new RespConnection(port);
        for (var i = 0; i < 100; i++)
        {
            connection.Send("SET", $"key{i}", $"value{i}");
        }

        // What a killed process leaves: the files as they are now.
        StoreFiles.Copy(_folder["store"], _folder["copy"]);
        var otherPort = _ports.Next();
        using var recovered = Start(otherPort, "copy");
        using var reader = new RespConnection(otherPort);
        Assert.Equal("value0", reader.Send("GET", "key0"));
        Assert.Equal("value99", reader.Send("GET", "key99"));
    }

    [Fact]
    public void A_value_larger_than_a_page_of_the_store_is_there_after_a_restart()
    {
        // The state of a sweep of 10,000 trials is about 6 MB.
        var value = new string('x', 8_000_000);
        var port = _ports.Next();
        using (Start(port, "store"))
        {
            using var connection = new RespConnection(port);
            Assert.Equal(":1", connection.Send("HSET", "sweep", "data", value));
        }

        using var again = Start(port, "store");
        using var reader = new RespConnection(port);
        Assert.Equal(value, reader.Send("HGET", "sweep", "data"));
    }

    [Fact]
    public void Scripts_run_as_orleans_needs_them()
    {
        var port = _ports.Next();
        using var store = Start(port, "store");
        using var connection = new RespConnection(port);

        Assert.Equal(":3", connection.Send("EVAL", "return 1 + 2", "0"));
    }

    [Fact]
    public void What_has_expired_is_looked_for_by_the_store_itself()
    {
        var port = _ports.Next();
        using var store = Start(port, "store");
        using var connection = new RespConnection(port);

        // It refuses to do on demand what it does in the background.
        Assert.Contains("background", connection.Send("EXPDELSCAN"));
    }

    [Fact]
    public void Nothing_of_it_reaches_standard_output()
    {
        using var store = Start(_ports.Next(), "store");

        Assert.DoesNotContain(Trace.Listeners.OfType<ConsoleTraceListener>(), l => l.Writer == Console.Out);
    }

    [Fact]
    public void A_port_that_is_taken_is_an_error()
    {
        var port = _ports.Next();
        using var store = Start(port, "store");

        var error = Assert.Throws<LaunchException>(() => Start(port, "other"));

        Assert.Contains(_folder["other"], error.Message);
    }

    private EmbeddedStore Start(int port, string folder) => EmbeddedStore.Start(port, _folder[folder], _folder[folder + ".log"]);
}

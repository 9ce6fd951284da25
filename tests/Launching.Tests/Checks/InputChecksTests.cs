using System.Net;
using ResNet.Distributed.Launching.Checks;

namespace ResNet.Distributed.Launching.Tests.Checks;

public sealed class InputChecksTests
{
    // A network that is for documentation: no machine has an address in it.
    private static readonly IPAddress Nobodys = IPAddress.Parse("192.0.2.7");

    private readonly InputChecks _checks = new();

    [Fact]
    public void Loopback_needs_nothing()
    {
        _checks.Bind(IPAddress.Loopback, store: null);
        _checks.ThrowIfAny();
    }

    [Fact]
    public void Another_address_needs_a_store_that_others_reach()
    {
        _checks.Bind(Nobodys, store: null);

        Assert.Contains("--bind 192.0.2.7: the embedded store listens on this machine's loopback", Faults()[0]);
    }

    [Fact]
    public void An_address_of_another_machine_is_refused_with_those_of_this_one()
    {
        _checks.Bind(Nobodys, "redis:6379");

        Assert.Matches("--bind 192.0.2.7: is not an address of this machine. Give one of: .*127.0.0.1", Assert.Single(Faults()));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void All_addresses_are_none_that_others_could_be_told(string all)
    {
        _checks.Bind(IPAddress.Parse(all), "redis:6379");

        Assert.Contains("stands for every address", Assert.Single(Faults()));
    }

    [Fact]
    public void No_worker_at_all_is_refused_where_none_can_join()
    {
        _checks.AnyWorkers(0, "redis:6379");
        _checks.AnyWorkers(1, store: null);
        _checks.ThrowIfAny();

        _checks.AnyWorkers(0, store: null);

        Assert.StartsWith("--workers 0: ", Assert.Single(Faults()));
    }

    private IReadOnlyList<string> Faults() => Assert.Throws<InputException>(_checks.ThrowIfAny).Faults;
}

using ResNet.Distributed.Coordinator.Tests.Cluster;

namespace ResNet.Distributed.Coordinator.Tests.Security;

/// <summary>Silos that all tests of a class ask, none of which changes anything.</summary>
public sealed class SharedSilos : IAsyncLifetime
{
    internal TestSilos Silos { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Silos = await TestSilos.StartAsync();

    public ValueTask DisposeAsync() => Silos.DisposeAsync();
}

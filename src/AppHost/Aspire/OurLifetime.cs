using Microsoft.Extensions.Hosting;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>Leaves Ctrl-C to the command line, which ends the application in its own order.</summary>
internal sealed class OurLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

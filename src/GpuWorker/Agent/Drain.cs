using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Agent;

/// <summary>
/// Comes before any service stops: the attempt ends after its current step and its last report is delivered while heartbeats, silo and the
/// HTTP server, from which the attempt's last checkpoint may have to be fetched, still work. The host's shutdown limit bounds the wait.
/// </summary>
internal sealed class Drain(AttemptSlot slot) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        slot.Close();
        while (slot.Held is not null && !cancellationToken.IsCancellationRequested)
        {
            var changed = slot.Changed;
            if (slot.Held is not null)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

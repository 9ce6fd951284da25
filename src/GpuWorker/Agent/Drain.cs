using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Agent;

/// <summary>
/// Stops first of all: the attempt ends after its current step and its last report is delivered while heartbeats and silo still
/// work. The host's shutdown limit bounds the wait.
/// </summary>
internal sealed class Drain(AttemptSlot slot) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
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

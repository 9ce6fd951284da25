using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// Sees to it that every sweep that is not over has its grain in memory, somewhere in the cluster: after a start, and after a silo
/// died with it.
/// </summary>
internal sealed class WakeSweeps(IGrainFactory grains, TimeProvider time, ILogger<WakeSweeps> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                foreach (var sweep in await grains.SweepIndex().ListOpenAsync())
                {
                    await grains.Coordinator(sweep).WakeAsync();
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotWoken(logger, Period.TotalSeconds, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

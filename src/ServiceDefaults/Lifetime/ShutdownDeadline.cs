using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>
/// Ends this process when an orderly stop takes too long. A training step can be in native code for ten seconds, where nothing
/// can cancel it; what it would have given is done again after the next start.
/// </summary>
internal sealed partial class ShutdownDeadline(
    IHostApplicationLifetime lifetime,
    IProcessEnd process,
    TimeSpan limit,
    ILogger<ShutdownDeadline> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() =>
            new Thread(EnforceLimit) { IsBackground = true, Name = "shutdown deadline" }.Start());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void EnforceLimit()
    {
        if (!lifetime.ApplicationStopped.WaitHandle.WaitOne(limit))
        {
            LogTooSlow(logger, limit.TotalSeconds);
            process.Kill();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Stopping takes more than {Seconds} s: ending at once")]
    private static partial void LogTooSlow(ILogger logger, double seconds);
}

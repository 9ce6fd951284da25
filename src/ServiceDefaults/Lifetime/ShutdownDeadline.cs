using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>
/// Ends this process when an orderly stop takes too long. A training step can be in native code for ten seconds, where nothing
/// can cancel it; what it would have given is done again after the next start. Where nothing is lost by it, that end is a success.
/// </summary>
internal sealed partial class ShutdownDeadline(
    IHostApplicationLifetime lifetime,
    IProcessEnd process,
    TimeSpan limit,
    Func<bool> nothingIsLost,
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
        if (lifetime.ApplicationStopped.WaitHandle.WaitOne(limit))
        {
            return;
        }

        if (nothingIsLost())
        {
            LogLeaves(logger, limit.TotalSeconds);
            process.Leave();
        }
        else
        {
            LogTooSlow(logger, limit.TotalSeconds);
            process.Kill();
        }
    }

    // As where the silo waits for others that cannot be reached.
    [LoggerMessage(LogLevel.Warning, "The work was given back, but stopping takes more than {Seconds} s: leaving without a goodbye")]
    private static partial void LogLeaves(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Warning, "Stopping takes more than {Seconds} s: ending at once")]
    private static partial void LogTooSlow(ILogger logger, double seconds);
}

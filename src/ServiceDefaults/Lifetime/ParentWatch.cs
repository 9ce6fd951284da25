using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>
/// Ends this process when the launcher that started it is gone, however it went.
/// The launcher holds the other end of our standard input and never writes to it, so that the kernel closes it with the launcher.
/// </summary>
internal sealed partial class ParentWatch(
    Func<Stream> openPipe,
    IHostApplicationLifetime lifetime,
    IProcessEnd process,
    TimeSpan grace,
    ILogger<ParentWatch> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: a starved thread pool must not keep an orphan alive.
        new Thread(Watch) { IsBackground = true, Name = "parent watch" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using (var pipe = openPipe())
        {
            ReadToEnd(pipe);
        }

        LogParentGone(logger, grace.TotalSeconds);
        // On another thread: handlers of the stop run inside StopApplication and may block.
        new Thread(lifetime.StopApplication) { IsBackground = true, Name = "stop" }.Start();
        process.KillAfter(grace);
    }

    internal static void ReadToEnd(Stream pipe)
    {
        Span<byte> ignored = stackalloc byte[256];
        try
        {
            while (pipe.Read(ignored) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A pipe that breaks has ended as well.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The launcher is gone: stopping, and ending at once in {Seconds} s")]
    private static partial void LogParentGone(ILogger logger, double seconds);
}

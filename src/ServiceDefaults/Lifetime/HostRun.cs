using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>Runs a process' host from its start to its end.</summary>
public static class HostRun
{
    /// <summary>
    /// Starts the host and returns when it has stopped. A process that is asked to stop while it starts has nothing to give back: that
    /// is an end like any other, not a failure.
    /// </summary>
    /// <param name="host">The host; it is disposed at the end.</param>
    /// <param name="stop">Stops it, as SIGTERM does.</param>
    public static async Task RunToEndAsync(this IHost host, CancellationToken stop = default)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || stop.IsCancellationRequested)
        {
            // The start was broken off.
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>Runs a process' host from its start to its end.</summary>
public static class HostRun
{
    private const int BadSettings = 2;

    /// <summary>
    /// Starts the host and returns when it has stopped. A process that is asked to stop while it starts has nothing to give back: that
    /// is an end like any other, not a failure. One whose settings are not valid says what is wrong with them, and ends with exit code 2.
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
        catch (Exception error) when (Faults(error) is [_, ..] faults)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            Environment.ExitCode = BadSettings;
        }
    }

    // The options' validation at the start throws one of them, or all of them together.
    private static string[] Faults(Exception error) => error switch
    {
        OptionsValidationException refused => [.. refused.Failures],
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.SelectMany(Faults)],
        _ => [],
    };
}

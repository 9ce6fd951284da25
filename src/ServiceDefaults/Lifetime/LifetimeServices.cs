using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>How long a process lives: not longer than its launcher, and not much longer than it was asked to.</summary>
public static class LifetimeServices
{
    /// <summary>Configuration key that turns the watch on; its one value is <see cref="StandardInput"/>.</summary>
    public const string ParentPipeKey = "Launcher:ParentPipe";

    /// <summary>Value of <see cref="ParentPipeKey"/>: the launcher holds the other end of standard input.</summary>
    public const string StandardInput = "stdin";

    private static readonly TimeSpan OrphanGrace = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Stops this process when its launcher is gone, and kills it 3 s later if it is still there.
    /// Does nothing unless <c>Launcher:ParentPipe</c> is <c>stdin</c>, as the launcher sets it.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>Launcher:ParentPipe</c> has another value.</exception>
    public static IServiceCollection AddParentWatch(this IServiceCollection services, IConfiguration configuration)
    {
        var pipe = configuration[ParentPipeKey];
        if (string.IsNullOrEmpty(pipe))
        {
            return services;
        }

        if (pipe != StandardInput)
        {
            throw new InvalidOperationException($"{ParentPipeKey}: found '{pipe}', expected '{StandardInput}' or nothing.");
        }

        services.TryAddSingleton<IProcessEnd, ProcessEnd>();
        return services.AddHostedService(provider => new ParentWatch(
            Console.OpenStandardInput,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<IProcessEnd>(),
            OrphanGrace,
            provider.GetRequiredService<ILogger<ParentWatch>>()));
    }

    /// <summary>
    /// Kills this process when it has not stopped within <paramref name="limit"/> of being asked to, so that a stop never hangs in
    /// native code.
    /// </summary>
    /// <param name="services">The process' services.</param>
    /// <param name="limit">How long a stop may take.</param>
    /// <param name="nothingIsLost">
    /// Asked at the limit: whether all that the process had to do is done, so that it ends with exit code 0; null: it is killed.
    /// </param>
    public static IServiceCollection AddShutdownDeadline(
        this IServiceCollection services, TimeSpan limit, Func<IServiceProvider, bool>? nothingIsLost = null)
    {
        services.TryAddSingleton<IProcessEnd, ProcessEnd>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = limit);
        return services.AddHostedService(provider => new ShutdownDeadline(
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<IProcessEnd>(),
            limit,
            () => nothingIsLost?.Invoke(provider) ?? false,
            provider.GetRequiredService<ILogger<ShutdownDeadline>>()));
    }
}

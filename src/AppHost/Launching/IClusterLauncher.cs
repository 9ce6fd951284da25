using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>Runs a cluster, from its first process to its last.</summary>
internal interface IClusterLauncher : IAsyncDisposable
{
    /// <summary>Base address of the API.</summary>
    Uri Address { get; }

    /// <summary>Starts everything; ends when the API answers and the workers have been started, or wait for nothing but their turn.</summary>
    /// <exception cref="InputException">The data cannot be used.</exception>
    /// <exception cref="LaunchException">Something does not start.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Does <paramref name="work"/> while the cluster runs; a process that is given up ends it.</summary>
    Task<T> WhileRunningAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation);

    /// <summary>Ends every process at once.</summary>
    void Kill();
}

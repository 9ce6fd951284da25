using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Contracts.Grains;

/// <summary>The door to one worker process. The key is <see cref="WorkerId"/> as text; see <see cref="OnOwnSiloAttribute"/>.</summary>
[Alias("resnet.gpu-worker")]
public interface IGpuWorkerGrain : IGrainWithStringKey
{
    /// <summary>Hands the worker an attempt and returns at once; the same attempt again does nothing.</summary>
    /// <returns>False when the worker is busy with something else, or leaving.</returns>
    [Alias("start")]
    Task<bool> StartAsync(Assignment assignment);

    /// <summary>Makes the worker end an attempt after its current step; does nothing when it does not have it.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="attempt">Its attempt's number.</param>
    /// <param name="handBack">Whether it writes a checkpoint and hands the trial back; otherwise it forgets it.</param>
    [Alias("stop")]
    Task StopAsync(TrialId trial, int attempt, bool handBack);
}

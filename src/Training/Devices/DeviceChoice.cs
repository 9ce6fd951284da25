using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Devices;

/// <summary>What a process trains on.</summary>
/// <param name="IsCuda">The first CUDA device that is visible; otherwise the CPU.</param>
/// <param name="Warning">What someone who expected a GPU should know; null where nobody does.</param>
public sealed record DeviceChoice(bool IsCuda, string? Warning = null)
{
    /// <summary>The device, for torch.</summary>
    public Device Device => IsCuda ? new Device(DeviceType.CUDA, 0) : CPU;

    /// <summary>Decides.</summary>
    /// <exception cref="DeviceUnavailableException">CUDA is wanted and there is none; says why.</exception>
    public static DeviceChoice Of(DevicePreference preference, CudaFacts facts)
    {
        if (preference == DevicePreference.Cpu)
        {
            return new DeviceChoice(IsCuda: false);
        }

        var obstacles = facts.Obstacles;
        if (obstacles.Count == 0)
        {
            return new DeviceChoice(IsCuda: true);
        }

        var why = string.Join("; ", obstacles);
        return preference == DevicePreference.Cuda
            ? throw new DeviceUnavailableException($"Device cuda was asked for and cannot be used: {why}.")
            : new DeviceChoice(IsCuda: false, facts.DriverInKernel ? $"There is an NVIDIA driver, but training runs on the CPU: {why}." : null);
    }
}

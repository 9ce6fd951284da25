using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Devices;

/// <summary>What a process finds of CUDA.</summary>
/// <param name="DriverInKernel">Whether the kernel has NVIDIA's driver.</param>
/// <param name="DriverLibrary">Whether the driver's library can be loaded.</param>
/// <param name="LibTorchHasCuda">Whether libtorch was built for CUDA.</param>
/// <param name="Devices">Devices that libtorch can use.</param>
/// <param name="Visible"><c>CUDA_VISIBLE_DEVICES</c>; null where it is not set.</param>
public sealed record CudaFacts(bool DriverInKernel, bool DriverLibrary, bool LibTorchHasCuda, int Devices, string? Visible)
{
    /// <summary>Those of this process; loads libtorch.</summary>
    /// <exception cref="NativeLoadException">libtorch cannot be loaded.</exception>
    public static CudaFacts Detect()
    {
        LibTorch.EnsureLoaded();
        return new CudaFacts(
            CudaDriver.IsInKernel, CudaDriver.IsLoadable, LibTorch.HasCuda, cuda.is_available() ? cuda.device_count() : 0,
            Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));
    }

    /// <summary>All that stands between this process and a CUDA device; empty where it has one.</summary>
    public IReadOnlyList<string> Obstacles => Devices > 0 ? [] : [.. FindObstacles().DefaultIfEmpty(
        "libtorch finds no device that it can use, as when its CUDA is newer than the driver (nvidia-smi shows which CUDA that is for)")];

    private IEnumerable<string> FindObstacles()
    {
        // Under Windows' subsystem for Linux there is the library alone.
        if (!DriverLibrary)
        {
            yield return DriverInKernel
                ? $"the kernel has NVIDIA's driver, but {CudaDriver.FileName} cannot be loaded: a container needs NVIDIA's runtime (docker run --gpus all)"
                : $"this machine has no NVIDIA driver (neither /proc/driver/nvidia nor {CudaDriver.FileName})";
        }

        if (!LibTorchHasCuda)
        {
            yield return "this program has the libtorch of the CPU: build it with -p:Cuda=true (docs/cuda.md)";
        }

        // As CUDA reads it: nothing after an entry that is no device counts.
        if (Visible?.Trim() is { } visible && (visible.Length == 0 || visible.StartsWith('-')))
        {
            yield return $"CUDA_VISIBLE_DEVICES is '{Visible}', which hides all devices";
        }
    }
}

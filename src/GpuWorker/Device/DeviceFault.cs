namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Tells failures after which a process can do nothing more with its GPU from those of one attempt.</summary>
internal static class DeviceFault
{
    private static readonly string[] Words = ["CUDA error:", "cuDNN error:"];

    /// <summary>
    /// Whether CUDA failed otherwise than by running out of memory. Most such errors (an illegal access, a failed launch, a GPU that fell off
    /// the bus) stay with the process: every later call fails as well, and so would every trial that it is given.
    /// </summary>
    public static bool IsLasting(Exception failure) =>
        !AttemptFailure.IsOutOfMemory(failure)
        && Words.Any(words => failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
}

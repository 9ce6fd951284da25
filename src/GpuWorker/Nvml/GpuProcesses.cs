namespace ResNet.Distributed.GpuWorker.Nvml;

/// <summary>What processes use of a GPU.</summary>
internal static class GpuProcesses
{
    /// <summary>
    /// Bytes that a process uses; null where they are not known. In a container processes have other numbers than the driver tells: where
    /// there is only one on the GPU, it is this one.
    /// </summary>
    public static double? MemoryOf(uint process, IReadOnlyList<NvmlProcess> processes)
    {
        var found = processes.Where(other => other.Id == process).ToArray();
        var own = found.Length > 0 ? found : processes.Count == 1 ? [.. processes] : [];
        return own.Length == 0 || own.Any(part => part.UsedMemory == NvmlProcess.Unknown) ? null : own.Sum(part => (double)part.UsedMemory);
    }
}

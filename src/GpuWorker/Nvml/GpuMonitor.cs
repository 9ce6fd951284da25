namespace ResNet.Distributed.GpuWorker.Nvml;

/// <summary>The GPU that this process trains on, as its driver sees it. What it does not tell is null.</summary>
internal sealed class GpuMonitor
{
    private readonly NvmlLibrary _nvml;
    private readonly nint _device;

    private GpuMonitor(NvmlLibrary nvml, nint device, string name) => (_nvml, _device, Name) = (nvml, device, name);

    /// <summary>Its number on this machine, or its UUID: what <c>CUDA_VISIBLE_DEVICES</c> calls it.</summary>
    public string Name { get; }

    /// <summary>Share of the time in which it was busy, 0 to 1.</summary>
    public double? Utilization => _nvml.Utilization(_device)?.Gpu / 100.0;

    /// <summary>Bytes in use, by all processes.</summary>
    public double? MemoryUsed => _nvml.Memory(_device)?.Used;

    /// <summary>Bytes that it has.</summary>
    public double? MemoryTotal => _nvml.Memory(_device)?.Total;

    /// <summary>Degrees Celsius.</summary>
    public double? Temperature => _nvml.Temperature(_device);

    /// <summary>Watts.</summary>
    public double? Power => _nvml.Power(_device) / 1000.0;

    /// <summary>Finds the GPU; null where there is none, or no driver to ask.</summary>
    /// <param name="visible"><c>CUDA_VISIBLE_DEVICES</c>; null where it is not set.</param>
    public static GpuMonitor? TryOpen(string? visible)
    {
        var name = GpuName.Of(visible);
        if (name is null || NvmlLibrary.TryLoad() is not { } nvml)
        {
            return null;
        }

        var device = uint.TryParse(name, out var index) ? nvml.ByIndex(index) : nvml.ByUuid(name);
        return device is { } found ? new GpuMonitor(nvml, found, name) : null;
    }

    /// <summary>Bytes of it that this process uses.</summary>
    public double? ProcessMemory() => GpuProcesses.MemoryOf((uint)Environment.ProcessId, _nvml.Processes(_device) ?? []);
}

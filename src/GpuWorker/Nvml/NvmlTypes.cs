using System.Runtime.InteropServices;

namespace ResNet.Distributed.GpuWorker.Nvml;

/// <summary>nvmlReturn_t; all but one are errors.</summary>
internal enum NvmlReturn
{
    /// <summary>It worked.</summary>
    Success = 0,
}

/// <summary>nvmlUtilization_t.</summary>
/// <param name="Gpu">Percent of the time in which something ran.</param>
/// <param name="Memory">Percent of the time in which memory was read or written.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NvmlUtilization(uint Gpu, uint Memory);

/// <summary>nvmlMemory_t, in bytes.</summary>
/// <param name="Total">All.</param>
/// <param name="Free">Not in use.</param>
/// <param name="Used">In use.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NvmlMemory(ulong Total, ulong Free, ulong Used);

/// <summary>nvmlProcessInfo_t.</summary>
/// <param name="Id">The process, as the host numbers it.</param>
/// <param name="UsedMemory">Bytes; <see cref="Unknown"/> where the driver does not tell.</param>
/// <param name="GpuInstance">The part of the device.</param>
/// <param name="ComputeInstance">The part of that part.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NvmlProcess(uint Id, ulong UsedMemory, uint GpuInstance, uint ComputeInstance)
{
    /// <summary>NVML_VALUE_NOT_AVAILABLE.</summary>
    public const ulong Unknown = ulong.MaxValue;
}

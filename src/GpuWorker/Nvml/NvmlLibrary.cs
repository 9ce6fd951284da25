using System.Runtime.InteropServices;

namespace ResNet.Distributed.GpuWorker.Nvml;

/// <summary>NVIDIA's management library, which comes with the driver.</summary>
internal sealed unsafe class NvmlLibrary
{
    private const string FileName = "libnvidia-ml.so.1";
    private const int TemperatureOfGpu = 0;

    private readonly delegate* unmanaged[Cdecl]<uint, nint*, NvmlReturn> _byIndex;
    private readonly delegate* unmanaged[Cdecl]<byte*, nint*, NvmlReturn> _byUuid;
    private readonly delegate* unmanaged[Cdecl]<nint, NvmlUtilization*, NvmlReturn> _utilization;
    private readonly delegate* unmanaged[Cdecl]<nint, NvmlMemory*, NvmlReturn> _memory;
    private readonly delegate* unmanaged[Cdecl]<nint, int, uint*, NvmlReturn> _temperature;
    private readonly delegate* unmanaged[Cdecl]<nint, uint*, NvmlReturn> _power;
    private readonly delegate* unmanaged[Cdecl]<nint, uint*, NvmlProcess*, NvmlReturn> _processes;

    private NvmlLibrary(nint library)
    {
        _byIndex = (delegate* unmanaged[Cdecl]<uint, nint*, NvmlReturn>)Export("nvmlDeviceGetHandleByIndex_v2");
        _byUuid = (delegate* unmanaged[Cdecl]<byte*, nint*, NvmlReturn>)Export("nvmlDeviceGetHandleByUUID");
        _utilization = (delegate* unmanaged[Cdecl]<nint, NvmlUtilization*, NvmlReturn>)Export("nvmlDeviceGetUtilizationRates");
        _memory = (delegate* unmanaged[Cdecl]<nint, NvmlMemory*, NvmlReturn>)Export("nvmlDeviceGetMemoryInfo");
        _temperature = (delegate* unmanaged[Cdecl]<nint, int, uint*, NvmlReturn>)Export("nvmlDeviceGetTemperature");
        _power = (delegate* unmanaged[Cdecl]<nint, uint*, NvmlReturn>)Export("nvmlDeviceGetPowerUsage");
        _processes = (delegate* unmanaged[Cdecl]<nint, uint*, NvmlProcess*, NvmlReturn>)Export("nvmlDeviceGetComputeRunningProcesses_v3");

        nint Export(string name) => NativeLibrary.GetExport(library, name);
    }

    /// <summary>Loads and initializes it; null where there is no driver, or none that works. It stays loaded with the process.</summary>
    public static NvmlLibrary? TryLoad()
    {
        try
        {
            return NativeLibrary.TryLoad(FileName, out var library)
                && ((delegate* unmanaged[Cdecl]<NvmlReturn>)NativeLibrary.GetExport(library, "nvmlInit_v2"))() == NvmlReturn.Success
                    ? new NvmlLibrary(library)
                    : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A driver from before 2021, or another library of this name.
            return null;
        }
    }

    /// <summary>A device's handle by its number in the order of the bus; null where there is none.</summary>
    public nint? ByIndex(uint index)
    {
        nint device;
        return _byIndex(index, &device) == NvmlReturn.Success ? device : null;
    }

    /// <summary>A device's handle by its UUID, or that of a part of it; null where there is none.</summary>
    public nint? ByUuid(string uuid)
    {
        nint device;
        fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(uuid + '\0'))
        {
            return _byUuid(text, &device) == NvmlReturn.Success ? device : null;
        }
    }

    /// <summary>How busy the device was; null where it does not tell, as for the other members.</summary>
    public NvmlUtilization? Utilization(nint device)
    {
        NvmlUtilization rates;
        return _utilization(device, &rates) == NvmlReturn.Success ? rates : null;
    }

    /// <summary>The device's memory.</summary>
    public NvmlMemory? Memory(nint device)
    {
        NvmlMemory memory;
        return _memory(device, &memory) == NvmlReturn.Success ? memory : null;
    }

    /// <summary>Degrees Celsius.</summary>
    public uint? Temperature(nint device)
    {
        uint degrees;
        return _temperature(device, TemperatureOfGpu, &degrees) == NvmlReturn.Success ? degrees : null;
    }

    /// <summary>Milliwatts.</summary>
    public uint? Power(nint device)
    {
        uint milliwatts;
        return _power(device, &milliwatts) == NvmlReturn.Success ? milliwatts : null;
    }

    /// <summary>The processes that compute on the device.</summary>
    public NvmlProcess[]? Processes(nint device)
    {
        // More than any machine of ours runs on one device; a longer list is an error to NVML, and then nothing is known.
        var processes = new NvmlProcess[256];
        var count = (uint)processes.Length;
        fixed (NvmlProcess* first = processes)
        {
            return _processes(device, &count, first) == NvmlReturn.Success ? processes[..(int)count] : null;
        }
    }
}

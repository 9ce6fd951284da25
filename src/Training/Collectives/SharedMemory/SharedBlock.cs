using System.Runtime.Versioning;
using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>Memory that several processes map.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SharedBlock(nint address, long bytes) : NativeBlock(address, bytes)
{
    protected override void Release(nint address) => LinuxMemory.Unmap(address, Bytes);
}

using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>Numbers outside the managed heap that begin at a cache line. What they are at first is not defined.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const int Line = 64;

    private void* _memory;

    /// <param name="count">How many numbers.</param>
    /// <exception cref="OutOfMemoryException">There is no such memory.</exception>
    public AlignedMemory(long count) => _memory = NativeMemory.AlignedAlloc(checked((nuint)count * sizeof(float)), Line);

    /// <summary>The first number.</summary>
    public float* First => _memory == null ? throw new ObjectDisposedException(nameof(AlignedMemory)) : (float*)_memory;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}

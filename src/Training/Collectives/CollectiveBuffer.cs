using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// Page-aligned native memory of a group. It lives until it is disposed, also beyond the group; the owner sees to it that nothing
/// uses <see cref="Span"/> or <see cref="Pointer"/> after that.
/// </summary>
public sealed unsafe class CollectiveBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly NativeBlock _block;

    internal CollectiveBuffer(NativeBlock block, int length)
    {
        _block = block;
        Length = length;
    }

    /// <summary>Values.</summary>
    public int Length { get; }

    /// <summary>The first value's address.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public nint Pointer => _block.Address;

    /// <summary>The values.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public Span<T> Span => new((void*)_block.Address, Length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _block.Dispose();
}

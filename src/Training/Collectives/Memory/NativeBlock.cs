namespace ResNet.Distributed.Training.Collectives.Memory;

/// <summary>A piece of native memory, given back once.</summary>
internal abstract class NativeBlock : IDisposable
{
    private nint _address;

    protected NativeBlock(nint address, long bytes)
    {
        _address = address;
        Bytes = bytes;
    }

    /// <summary>Where it begins.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public nint Address
    {
        get
        {
            var address = Volatile.Read(ref _address);
            ObjectDisposedException.ThrowIf(address == 0, this);
            return address;
        }
    }

    /// <summary>How long it is.</summary>
    public long Bytes { get; }

    /// <summary>Whether an address range lies in it; never once it was given back.</summary>
    public bool Holds(nint start, long bytes)
    {
        var address = Volatile.Read(ref _address);
        return address != 0 && start >= address && start + bytes <= address + Bytes;
    }

    public void Dispose()
    {
        var address = Interlocked.Exchange(ref _address, 0);
        if (address != 0)
        {
            Release(address);
        }
    }

    protected abstract void Release(nint address);
}

using System.Net.Sockets;
using System.Numerics;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// Takes frames as far as they have come, and never waits. Values to be added are added piece by piece while they are still in
/// the core's cache; others go where they belong at once.
/// </summary>
/// <param name="socket">The connection, which does not block.</param>
internal sealed unsafe class FrameReader(Socket socket) : IDisposable
{
    // Fits a core's own cache together with the values that it is added to.
    private const int ScratchBytes = 256 * 1024;

    private readonly byte* _scratch = (byte*)NativeMemory.AlignedAlloc(ScratchBytes, 64);
    private FrameHeader _expected;
    private FrameHeader _header;
    private byte* _values;
    private int _headerGot;
    private long _got;
    private long _added;
    private int _lowWater = 1;
    private bool _adds;

    /// <summary>Whether a frame is awaited.</summary>
    public bool Busy { get; private set; }

    /// <summary>Awaits a frame.</summary>
    /// <param name="expected">Its whole header.</param>
    /// <param name="values">Where its values belong.</param>
    /// <param name="adds">Whether they are added there; they replace what is there otherwise.</param>
    public void Begin(FrameHeader expected, byte* values, bool adds)
    {
        _expected = expected;
        _values = values;
        _adds = adds;
        _headerGot = 0;
        _got = 0;
        _added = 0;
        Busy = true;
    }

    /// <summary>Takes what has come of the frame; it is whole when <see cref="Busy"/> ends.</summary>
    /// <returns>Whether anything had come.</returns>
    /// <exception cref="FrameException">Another frame came.</exception>
    /// <exception cref="EndOfStreamException">The connection was closed.</exception>
    /// <exception cref="SocketException">The connection failed.</exception>
    public bool Advance<T>()
        where T : unmanaged, INumber<T>
    {
        var advanced = false;
        if (_headerGot < FrameHeader.Size)
        {
            var count = Receive(_header.Bytes[_headerGot..]);
            _headerGot += count;
            advanced = count > 0;
            if (_headerGot < FrameHeader.Size)
            {
                return advanced;
            }

            Check();
        }

        if (_got < _expected.Length)
        {
            var count = _adds ? ReceiveAndAdd<T>() : Receive(new Span<byte>(_values + _got, (int)(_expected.Length - _got)));
            _got += count;
            advanced |= count > 0;
        }

        Busy = _got < _expected.Length;
        return advanced;
    }

    /// <summary>
    /// Lets a wait for the connection end only when so many bytes have come, or the rest of the frame: to be woken for each
    /// packet costs more than the packet, above all where the ranks share the cores.
    /// </summary>
    public void WakeAt(int bytes)
    {
        var rest = FrameHeader.Size - _headerGot + _expected.Length - (int)_got;
        var wanted = Math.Min(rest, bytes);
        if (wanted != _lowWater && OperatingSystem.IsLinux())
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, wanted);
            _lowWater = wanted;
        }
    }

    /// <summary>Forgets a frame that will not come.</summary>
    public void Reset() => Busy = false;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_scratch);
        socket.Dispose();
    }

    // What has come of a value that is not whole yet stays at the beginning.
    private int ReceiveAndAdd<T>()
        where T : unmanaged, INumber<T>
    {
        var left = (int)(_got - _added);
        var count = Receive(new Span<byte>(_scratch + left, (int)Math.Min(ScratchBytes - left, _expected.Length - _got)));
        var whole = (left + count) / sizeof(T) * sizeof(T);
        VectorSum.Add((T*)_scratch, (T*)(_values + _added), whole / sizeof(T));
        Buffer.MemoryCopy(_scratch + whole, _scratch, ScratchBytes, left + count - whole);
        _added += whole;
        return count;
    }

    private void Check()
    {
        if (!_header.Equals(_expected))
        {
            throw new FrameException(FrameHeader.Difference(_expected, _header)!);
        }
    }

    private int Receive(Span<byte> bytes)
    {
        var count = socket.Receive(bytes, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.WouldBlock => 0,
            SocketError.Success => count > 0 ? count : throw new EndOfStreamException("it was closed"),
            _ => throw new SocketException((int)error),
        };
    }
}

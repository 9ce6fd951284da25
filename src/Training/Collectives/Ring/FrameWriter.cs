using System.Net.Sockets;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// Sends frames as far as the connection takes them, and never waits. A header goes in one packet with its values' beginning; the
/// rest of them goes from where they lie.
/// </summary>
internal sealed unsafe class FrameWriter(Socket socket) : IDisposable
{
    private const int HeadBytes = 8 * 1024;

    private readonly byte* _head = (byte*)NativeMemory.Alloc(HeadBytes);
    private byte* _rest;
    private int _headLength;
    private int _headSent;
    private long _restLength;
    private long _restSent;

    /// <summary>Whether a frame is on its way.</summary>
    public bool Busy { get; private set; }

    /// <summary>Begins a frame; its values must stay as they are until it is sent.</summary>
    public void Begin(FrameHeader header, byte* values)
    {
        header.Bytes.CopyTo(new Span<byte>(_head, FrameHeader.Size));
        var joined = Math.Min(header.Length, HeadBytes - FrameHeader.Size);
        Buffer.MemoryCopy(values, _head + FrameHeader.Size, joined, joined);
        _headLength = FrameHeader.Size + joined;
        _headSent = 0;
        _rest = values + joined;
        _restLength = header.Length - joined;
        _restSent = 0;
        Busy = true;
    }

    /// <summary>Sends what the connection takes.</summary>
    /// <returns>Whether it took anything.</returns>
    /// <exception cref="SocketException">The connection failed.</exception>
    public bool Advance()
    {
        var before = _headSent + _restSent;
        if (_headSent < _headLength)
        {
            _headSent += Send(_head + _headSent, _headLength - _headSent);
        }

        if (_headSent == _headLength && _restSent < _restLength)
        {
            _restSent += Send(_rest + _restSent, _restLength - _restSent);
        }

        Busy = _headSent < _headLength || _restSent < _restLength;
        return _headSent + _restSent > before;
    }

    /// <summary>Forgets a frame that will not be sent.</summary>
    public void Reset() => Busy = false;

    public void Dispose()
    {
        NativeMemory.Free(_head);
        socket.Dispose();
    }

    private int Send(byte* bytes, long count)
    {
        var sent = socket.Send(new ReadOnlySpan<byte>(bytes, (int)count), SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => throw new SocketException((int)error),
        };
    }
}

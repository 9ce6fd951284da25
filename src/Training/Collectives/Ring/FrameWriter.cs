using System.Net.Sockets;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// Sends frames as far as the connection takes them, and never waits. A header goes in one packet with its values' beginning; the
/// rest of them goes from where they lie, within a host without a copy where there is enough of it.
/// </summary>
internal sealed unsafe class FrameWriter(Socket socket) : IDisposable
{
    /// <summary>
    /// The values of a frame with at least so many bytes may be read where they lie until the peer has received them; those of
    /// others until they are sent.
    /// </summary>
    public const int LentFrom = 512 * 1024;

    private const int HeadBytes = 8 * 1024;

    private readonly byte* _head = (byte*)NativeMemory.Alloc(HeadBytes);
    private readonly PageSender? _pages = PageSender.TryCreate(socket);
    private byte* _rest;
    private int _headLength;
    private int _headSent;
    private long _restLength;
    private long _restSent;
    private bool _lends;

    /// <summary>Whether a frame is on its way.</summary>
    public bool Busy { get; private set; }

    /// <summary>Begins a frame; how long its values must stay as they are, <see cref="LentFrom"/> says.</summary>
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
        _lends = _pages is not null && header.Length >= LentFrom;
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
            var first = _rest + _restSent;
            var count = _restLength - _restSent;
            _restSent += _lends ? _pages!.Send(first, count) : Send(first, count);
        }

        Busy = _headSent < _headLength || _restSent < _restLength;
        return _headSent + _restSent > before;
    }

    /// <summary>Forgets a frame that will not be sent.</summary>
    public void Reset() => Busy = false;

    public void Dispose()
    {
        NativeMemory.Free(_head);
        _pages?.Dispose();
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

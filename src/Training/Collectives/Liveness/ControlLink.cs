using System.Net.Sockets;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>
/// The connection with a neighbour that says whether it lives. It never waits: what the peer does not take yet is kept for later.
/// Sending is for any thread, reading for one.
/// </summary>
internal sealed class ControlLink(Socket socket, int rank, int peer, int attempt) : IDisposable
{
    private const int MaxWaiting = 64 * 1024;

    private readonly byte[] _incoming = new byte[4096];
    private readonly Lock _sending = new();
    private readonly List<byte> _waiting = [];
    private int _filled;
    private long _sent;
    private long _received;

    /// <summary>The neighbour.</summary>
    public int Peer => peer;

    /// <summary>To wait for.</summary>
    public Socket Socket => socket;

    /// <summary>Whether nothing more comes, in good order or not.</summary>
    public bool Ended { get; private set; }

    /// <summary>When something came last.</summary>
    public long HeardAt { get; set; }

    /// <summary>Sends a frame, now or when the peer takes it. A connection that is gone is noticed where it is read.</summary>
    public void Send(FrameKind kind, int about = 0, bool lost = false, long count = 0, string text = "")
    {
        var payload = ControlText.Encode(text);
        lock (_sending)
        {
            if (_waiting.Count > MaxWaiting)
            {
                // The peer takes nothing; it is about to be found silent.
                return;
            }

            var header = Header(rank, kind, _sent++);
            header.Step = about;
            header.Detail = lost ? 1 : 0;
            header.Count = count;
            header.Length = payload.Length;
            _waiting.AddRange(header.Bytes);
            _waiting.AddRange(payload);
            Flush();
        }
    }

    /// <summary>Sends what the peer did not take yet.</summary>
    public void SendWaiting()
    {
        lock (_sending)
        {
            Flush();
        }
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }

    /// <summary>Takes what has come.</summary>
    /// <returns>Whether there was anything; <see cref="Ended"/> tells whether more can come.</returns>
    public bool Receive()
    {
        var count = socket.Receive(_incoming.AsSpan(_filled), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success || count == 0)
        {
            Ended = true;
            return false;
        }

        _filled += count;
        return true;
    }

    /// <summary>The next whole frame of what has come.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="FrameException">What came is no frame that could come now.</exception>
    public bool TryNext(out FrameHeader header, out string text)
    {
        header = default;
        text = "";
        if (_filled < FrameHeader.Size)
        {
            return false;
        }

        _incoming.AsSpan(0, FrameHeader.Size).CopyTo(header.Bytes);
        Check(header);
        var size = FrameHeader.Size + header.Length;
        if (_filled < size)
        {
            return false;
        }

        text = ControlText.Decode(_incoming.AsSpan(FrameHeader.Size, header.Length));
        _incoming.AsSpan(size, _filled - size).CopyTo(_incoming);
        _filled -= size;
        _received++;
        return true;
    }

    /// <summary>Takes what has come, and looks at none of it.</summary>
    public void Drain()
    {
        _filled = 0;
        while (!Ended && Receive())
        {
            _filled = 0;
        }
    }

    public void Dispose() => socket.Dispose();

    private FrameHeader Header(int sender, FrameKind kind, long sequence) => new()
    {
        Magic = FrameHeader.ExpectedMagic,
        Version = FrameHeader.ExpectedVersion,
        Kind = kind,
        Sender = (ushort)sender,
        Attempt = attempt,
        Sequence = sequence,
    };

    private void Check(FrameHeader got)
    {
        // Kind, count, step, detail and length are the message; the rest is known.
        var expected = Header(peer, got.Kind, _received);
        expected.Count = got.Count;
        expected.Step = got.Step;
        expected.Detail = got.Detail;
        expected.Length = got.Length;
        var fault = FrameHeader.Difference(expected, got);
        if (fault is null && got.Kind is not (FrameKind.Heartbeat or FrameKind.Abort or FrameKind.Goodbye))
        {
            fault = $"expected a heartbeat, an abort or a goodbye, got kind {got.Kind}";
        }

        if (fault is null && got.Length is < 0 or > ControlText.MaxBytes)
        {
            fault = $"expected length 0 to {ControlText.MaxBytes}, got {got.Length}";
        }

        if (fault is not null)
        {
            throw new FrameException(fault);
        }
    }

    private void Flush()
    {
        try
        {
            while (_waiting.Count > 0)
            {
                var sent = socket.Send(
                    CollectionsMarshal.AsSpan(_waiting), SocketFlags.None, out var error);
                if (error != SocketError.Success)
                {
                    return;
                }

                _waiting.RemoveRange(0, sent);
            }
        }
        catch (ObjectDisposedException)
        {
            // The group ends on another thread.
        }
    }
}

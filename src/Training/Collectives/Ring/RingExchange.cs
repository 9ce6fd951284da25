using System.Diagnostics;
using System.Net.Sockets;
using System.Numerics;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// Sends and receives a transfer's frames. The calling thread does both by turns and waits for neither alone, so no buffer is too
/// small for it, and a part moves on as soon as its first piece is there. A second thread for the other direction would only wake
/// up and be woken where the ranks share the cores.
/// </summary>
internal sealed unsafe class RingExchange : IDisposable
{
    private const int WakeBytes = 1024 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly GroupState _state;
    private readonly int _previousRank;
    private readonly int _nextRank;
    private readonly Socket _previousSocket;
    private readonly Socket _nextSocket;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    // With room from the start: the first wait for one of them may come late, and a warm call allocates nothing.
    private readonly List<Socket> _readable = new(1);
    private readonly List<Socket> _writable = new(1);
    private readonly long _spinTicks;

    /// <param name="state">The group.</param>
    /// <param name="worldSize">Ranks.</param>
    /// <param name="previous">The connection that values come by; this object owns it.</param>
    /// <param name="next">The connection that values go by; this object owns it.</param>
    public RingExchange(GroupState state, int worldSize, Socket previous, Socket next)
    {
        _state = state;
        _previousRank = (state.Rank + worldSize - 1) % worldSize;
        _nextRank = (state.Rank + 1) % worldSize;
        _previousSocket = Prepare(previous);
        _nextSocket = Prepare(next);
        _reader = new FrameReader(previous);
        _writer = new FrameWriter(next);
        _spinTicks = SpinTime.Ticks(worldSize);
    }

    /// <summary>Returns once all of a transfer's frames are sent and received.</summary>
    /// <exception cref="CollectiveException">The group is broken.</exception>
    public void Run<T>(T* values, in Transfer transfer)
        where T : unmanaged, INumber<T>
    {
        try
        {
            Exchange(values, transfer);
        }
        catch (FrameException e)
        {
            _reader.Reset();
            _writer.Reset();
            throw _state.Fail(new Fault(
                _previousRank, Lost: false, $"call {transfer.Template.Sequence + 1} of rank {_state.Rank} does not match its own: {e.Message}."));
        }
    }

    /// <summary>Ends a transfer that waits, since the group is broken. For any thread; it neither blocks nor throws.</summary>
    public void Wake()
    {
        foreach (var socket in (ReadOnlySpan<Socket>)[_previousSocket, _nextSocket])
        {
            try
            {
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Gone already.
            }
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    private void Exchange<T>(T* values, in Transfer transfer)
        where T : unmanaged, INumber<T>
    {
        long sent = 0;
        long received = 0;
        var idleSince = 0L;
        while (sent < transfer.FramesToSend || received < transfer.FramesToReceive)
        {
            if (Send(values, transfer, ref sent, received) | Receive(values, transfer, ref received))
            {
                idleSince = 0;
                continue;
            }

            _state.ThrowIfBroken();
            var now = Stopwatch.GetTimestamp();
            idleSince = idleSince == 0 ? now : idleSince;
            if (now - idleSince < _spinTicks)
            {
                Thread.SpinWait(20);
            }
            else
            {
                Wait(received < transfer.FramesToReceive);
            }
        }
    }

    private bool Send<T>(T* values, in Transfer transfer, ref long sent, long received)
        where T : unmanaged, INumber<T>
    {
        if (!_writer.Busy)
        {
            if (!transfer.CanSend(sent, received))
            {
                return false;
            }

            var (first, count) = transfer.Outgoing(sent);
            _writer.Begin(transfer.Header(sent, _state.Rank, count * sizeof(T)), (byte*)(values + first));
        }

        try
        {
            var advanced = _writer.Advance();
            sent += _writer.Busy ? 0 : 1;
            return advanced;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Lost(_nextRank, e);
        }
    }

    private bool Receive<T>(T* values, in Transfer transfer, ref long received)
        where T : unmanaged, INumber<T>
    {
        if (received == transfer.FramesToReceive)
        {
            return false;
        }

        if (!_reader.Busy)
        {
            var (first, count) = transfer.Incoming(received);
            _reader.Begin(
                transfer.Header(received, _previousRank, count * sizeof(T)), (byte*)(values + first), received < transfer.FramesToAdd);
        }

        try
        {
            var advanced = _reader.Advance<T>();
            received += _reader.Busy ? 0 : 1;
            return advanced;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            throw Lost(_previousRank, e);
        }
    }

    private CollectiveException Lost(int peer, Exception e)
    {
        _reader.Reset();
        _writer.Reset();
        return _state.FailAfterVerdict(new Fault(peer, Lost: true, $"its data connection with rank {_state.Rank} ended: {e.Message}."));
    }

    private void Wait(bool forPrevious)
    {
        try
        {
            _readable.Clear();
            _writable.Clear();
            if (forPrevious)
            {
                _reader.WakeAt(WakeBytes);
                _readable.Add(_previousSocket);
            }

            if (_writer.Busy)
            {
                _writable.Add(_nextSocket);
            }

            Socket.Select(_readable, _writable, null, Look);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Lost(_previousRank, e);
        }
    }

    private static Socket Prepare(Socket socket)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        // The system's own choice of buffer sizes, which grow with what they carry, did better than any fixed one.
        return socket;
    }
}

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
        _previousSocket = previous;
        _nextSocket = next;
        DataSocket.Prepare(previous);
        DataSocket.Prepare(next);
        _reader = new FrameReader(previous);
        _writer = new FrameWriter(next);
        _spinTicks = SpinTime.Ticks(worldSize);
    }

    /// <summary>
    /// Returns once all of a transfer's frames are sent and received. The next rank may still read the values of large ones where
    /// they lie: see <see cref="FrameWriter.LentFrom"/>.
    /// </summary>
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
        var end = transfer.End;
        var outgoing = transfer.Sends ? default : end;
        var incoming = transfer.Receives ? default : end;
        var idleSince = 0L;
        while (outgoing != end || incoming != end)
        {
            var sent = outgoing != end && Send(values, transfer, ref outgoing, incoming);
            var received = incoming != end && Receive(values, transfer, ref incoming);
            if (sent || received)
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
                Wait(incoming != end);
            }
        }
    }

    private bool Send<T>(T* values, in Transfer transfer, ref FramePlace outgoing, FramePlace incoming)
        where T : unmanaged, INumber<T>
    {
        if (!_writer.Busy)
        {
            if (!transfer.CanSend(outgoing, incoming))
            {
                return false;
            }

            var (first, count) = transfer.Outgoing(outgoing);
            _writer.Begin(transfer.Header(outgoing, _state.Rank, count * sizeof(T)), (byte*)(values + first));
        }

        try
        {
            var advanced = _writer.Advance();
            outgoing = _writer.Busy ? outgoing : transfer.After(outgoing);
            return advanced;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Lost(_nextRank, e);
        }
    }

    private bool Receive<T>(T* values, in Transfer transfer, ref FramePlace incoming)
        where T : unmanaged, INumber<T>
    {
        if (!_reader.Busy)
        {
            var (first, count) = transfer.Incoming(incoming);
            _reader.Begin(
                transfer.Header(incoming, _previousRank, count * sizeof(T)), (byte*)(values + first), incoming.Step < transfer.StepsToAdd);
        }

        try
        {
            var advanced = _reader.Advance<T>();
            incoming = _reader.Busy ? incoming : transfer.After(incoming);
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
}

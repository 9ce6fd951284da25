using System.Diagnostics;
using System.Net.Sockets;
using System.Numerics;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;
using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// A ring over TCP: reduce-scatter, then all-gather, each rank sending 2 (k - 1) / k of the values to the next one. The calling
/// thread sends and receives by turns and waits for neither alone, so no buffer is too small for it, and a part moves on as soon
/// as its first piece is there. A second thread for the other direction would only wake up and be woken where the ranks share the
/// cores.
/// </summary>
internal sealed unsafe class RingPlane : IDataPlane
{
    // Large: a rank that shares its core with another one gets further before it has to wait. Pieces of 256 KB
    // took half as long again.
    private const int ChunkBytes = 4 * 1024 * 1024;
    private const int WakeBytes = 1024 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly GroupState _state;
    private readonly int _worldSize;
    private readonly int _attempt;
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
    /// <param name="attempt">The attempt, which every frame carries.</param>
    /// <param name="previous">The connection that values come by.</param>
    /// <param name="next">The connection that values go by.</param>
    public RingPlane(GroupState state, int worldSize, int attempt, Socket previous, Socket next)
    {
        _state = state;
        _worldSize = worldSize;
        _attempt = attempt;
        _previousSocket = Prepare(previous);
        _nextSocket = Prepare(next);
        _reader = new FrameReader(previous);
        _writer = new FrameWriter(next);
        _spinTicks = SpinTime.Ticks(worldSize);
    }

    public string Name => "tcp";

    private int PreviousRank => (_state.Rank + _worldSize - 1) % _worldSize;

    private int NextRank => (_state.Rank + 1) % _worldSize;

    public void AllReduce<T>(long call, FrameKind kind, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var parts = new Parts(count, _worldSize);
        var chunkValues = (long)ChunkBytes / sizeof(T);
        var chunks = Math.Max(1, (parts.Size + chunkValues - 1) / chunkValues);
        var frames = 2 * (_worldSize - 1) * chunks;
        Run(values, new Transfer
        {
            Template = Template(kind, call, count),
            Rank = _state.Rank,
            Parts = parts,
            PartCount = _worldSize,
            ChunkValues = chunkValues,
            Chunks = chunks,
            FramesToSend = frames,
            FramesToReceive = frames,
            Lead = chunks,
            FramesToAdd = frames / 2,
        });
    }

    public void Broadcast(long call, byte* bytes, long count, int root)
    {
        var chunks = Math.Max(1, (count + ChunkBytes - 1) / ChunkBytes);
        var template = Template(FrameKind.Broadcast, call, count);
        template.Detail = root;
        Run(bytes, new Transfer
        {
            Template = template,
            Rank = _state.Rank,
            Parts = new Parts(count, 1),
            PartCount = 1,
            ChunkValues = ChunkBytes,
            Chunks = chunks,
            FramesToSend = NextRank == root ? 0 : chunks,
            FramesToReceive = _state.Rank == root ? 0 : chunks,
            Lead = _state.Rank == root ? long.MaxValue / 2 : 0,
        });
        // The root, too, returns only when all have taken part.
        Meet(template);
    }

    public void Barrier(long call) => Meet(Template(FrameKind.Barrier, call, 0));

    public NativeBlock Allocate(long call, long bytes)
    {
        Meet(Template(FrameKind.Allocate, call, bytes));
        return PrivateBlock.Allocate(bytes);
    }

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

    // Empty frames, k - 1 times round: the last one that comes has passed, so to speak, every rank.
    private void Meet(FrameHeader template) => Run<byte>(null, new Transfer
    {
        Template = template,
        Rank = _state.Rank,
        Parts = new Parts(0, _worldSize),
        PartCount = _worldSize,
        ChunkValues = 1,
        Chunks = 1,
        FramesToSend = _worldSize - 1,
        FramesToReceive = _worldSize - 1,
        Lead = 1,
    });

    private FrameHeader Template(FrameKind kind, long call, long count) => new()
    {
        Magic = FrameHeader.ExpectedMagic,
        Version = FrameHeader.ExpectedVersion,
        Kind = kind,
        Attempt = _attempt,
        Sequence = call,
        Count = count,
    };

    private void Run<T>(T* values, in Transfer transfer)
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
                PreviousRank, Lost: false, $"call {transfer.Template.Sequence + 1} of rank {_state.Rank} does not match its own: {e.Message}."));
        }
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
            throw Lost(NextRank, e);
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
                transfer.Header(received, PreviousRank, count * sizeof(T)), (byte*)(values + first), received < transfer.FramesToAdd);
        }

        try
        {
            var advanced = _reader.Advance<T>();
            received += _reader.Busy ? 0 : 1;
            return advanced;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            throw Lost(PreviousRank, e);
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
            throw Lost(PreviousRank, e);
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

using System.Net.Sockets;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>Tells every rank what every other one has to say, once round the ring, over connections that still block.</summary>
internal sealed class StatusRing(CollectiveOptions options, Socket previous, Socket next)
{
    private readonly int _rank = options.Rank;
    private readonly int _worldSize = options.WorldSize;
    private int _round;

    /// <summary>Exchanges the ranks' statuses.</summary>
    /// <returns>All of them, by rank.</returns>
    /// <exception cref="FrameException">Something else came.</exception>
    /// <exception cref="EndOfStreamException">The connection was closed.</exception>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="SocketException">The connection failed.</exception>
    public Status[] Exchange(Status own, Deadline deadline)
    {
        var all = new Status[_worldSize];
        all[_rank] = own;
        for (var step = 0; step < _worldSize - 1; step++)
        {
            var outgoing = (_rank - step + _worldSize) % _worldSize;
            var incoming = (_rank - step - 1 + _worldSize) % _worldSize;
            Send(outgoing, all[outgoing], deadline);
            all[incoming] = Receive(incoming, deadline);
        }

        _round++;
        return all;
    }

    private void Send(int about, Status status, Deadline deadline)
    {
        var text = ControlText.Encode(status.Problem);
        var header = Header(_rank, about);
        header.Detail = (int)status.Choice;
        header.Length = text.Length;
        Wire.Send(next, [.. header.Bytes, .. text], deadline);
    }

    private Status Receive(int about, Deadline deadline)
    {
        var got = default(FrameHeader);
        Wire.Receive(previous, got.Bytes, deadline);
        var expected = Header((_rank + _worldSize - 1) % _worldSize, about);
        expected.Detail = got.Detail;
        expected.Length = got.Length;
        if (FrameHeader.Difference(expected, got) is { } difference)
        {
            throw new FrameException(difference);
        }

        if (got.Length is < 0 or > ControlText.MaxBytes || !Enum.IsDefined((TransportChoice)got.Detail))
        {
            throw new FrameException($"expected a choice and up to {ControlText.MaxBytes} bytes, got {got.Detail} and {got.Length} bytes");
        }

        var text = new byte[got.Length];
        Wire.Receive(previous, text, deadline);
        return new Status((TransportChoice)got.Detail, ControlText.Decode(text));
    }

    private FrameHeader Header(int sender, int about) => new()
    {
        Magic = FrameHeader.ExpectedMagic,
        Version = FrameHeader.ExpectedVersion,
        Kind = FrameKind.Status,
        Sender = (ushort)sender,
        Attempt = options.Attempt,
        Sequence = _round,
        Step = about,
    };
}

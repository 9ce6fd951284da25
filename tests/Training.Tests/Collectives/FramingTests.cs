using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;
using ResNet.Distributed.Training.Collectives.Ring;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class FramingTests
{
    // What goes ahead of the frames: a greeting and a proof.
    private const int HandshakeBytes = 128 + 32;

    private static readonly FrameHeader Expected = new()
    {
        Magic = FrameHeader.ExpectedMagic,
        Version = FrameHeader.ExpectedVersion,
        Kind = FrameKind.SumOfFloats,
        Sender = 1,
        Attempt = 3,
        Sequence = 7,
        Count = 100,
        Step = 2,
        Chunk = 5,
        Length = 64,
    };

    public static TheoryData<int, string> Fields => new()
    {
        { 0, "magic 0x46444e52" },
        { 4, "version 2, got 66" },
        { 5, "call SumOfFloats, got 69" },
        { 6, "sender 1" },
        { 8, "attempt 3, got 67" },
        { 12, "chunk 5" },
        { 16, "sequence 7" },
        { 24, "count 100" },
        { 32, "step 2" },
        { 36, "detail 0" },
        { 40, "length 64" },
        { 44, "reserved 0" },
    };

    [Fact]
    public void A_header_has_48_bytes() =>
        Assert.Equal(FrameHeader.Size, System.Runtime.CompilerServices.Unsafe.SizeOf<FrameHeader>());

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_of_a_header_is_checked(int position, string expected)
    {
        var (sender, receiver) = Connected();
        using var reader = new FrameReader(receiver);
        var header = Expected;
        header.Bytes[position] ^= 0x40;
        sender.Send(header.Bytes);
        var values = new float[16];

        var error = Assert.Throws<FrameException>(() => Read(reader, values));

        Assert.Contains($"expected {expected}", error.Message);
        Assert.Equal(new float[16], values);
        sender.Dispose();
    }

    [Fact]
    public async Task A_frame_that_comes_byte_by_byte_is_added_once()
    {
        var (sender, receiver) = Connected();
        using var reader = new FrameReader(receiver);
        var values = Enumerable.Range(0, 16).Select(i => (float)i).ToArray();
        var header = Expected;
        byte[] frame = [.. BytesOf(header), .. System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values)];
        var send = Group.OnThread(() =>
        {
            foreach (var one in frame)
            {
                sender.Send([one]);
                Thread.Yield();
            }

            return 0;
        });

        Read(reader, values);

        Assert.Equal(Enumerable.Range(0, 16).Select(i => 2f * i), values);
        await send;
        sender.Dispose();
    }

    [Fact]
    public void A_connection_that_ends_in_a_frame_is_no_frame()
    {
        var (sender, receiver) = Connected();
        using var reader = new FrameReader(receiver);
        var header = Expected;
        sender.Send(header.Bytes[..47]);
        sender.Dispose();

        Assert.Throws<EndOfStreamException>(() => Read(reader, new float[16]));
    }

    [Theory]
    [InlineData(1, 4, "expected version 2, got 66")] // data
    [InlineData(1, 48 + 16 + 9, null)] // data: a value of the first frame, which TCP itself would have to see
    [InlineData(1, 8, "expected attempt 3, got 67")]
    [InlineData(1, 40, "expected length")]
    public async Task A_header_that_was_changed_on_its_way_ends_the_group(int connection, int position, string? expected)
    {
        FlippingProxy? proxy = null;
        var rendezvous = new MemoryRendezvous(3, (rank, endpoint) =>
        {
            if (rank != 1)
            {
                return endpoint;
            }

            var json = JsonNode.Parse(endpoint)!;
            proxy = new FlippingProxy((int)json["Port"]!, connection, HandshakeBytes + position);
            json["Port"] = proxy.Port;
            return json.ToJsonString();
        });
        if (expected is null)
        {
            // A value that was changed cannot be told from another one; this shows that the proxy is there.
            var sums = await Group.RunAsync(3, TransportChoice.Tcp, Sum, rendezvous: rendezvous);
            Assert.Contains(sums, ofRank => ofRank.Any(value => value != 6));
        }
        else
        {
            var errors = await Group.RunAsync(
                3, TransportChoice.Tcp, group => Group.Catch(() => Sum(group)), rendezvous: rendezvous);
            Assert.All(errors, error => Assert.Contains(expected, error.Message));
            Assert.Equal(0, errors[1].Peer);
            Assert.Equal(0, errors[2].Peer);
        }

        proxy!.Dispose();
    }

    [Fact]
    public async Task A_control_message_that_was_changed_on_its_way_ends_the_group()
    {
        FlippingProxy? proxy = null;
        // Behind the handshake come two statuses in two rounds; then the first heartbeat.
        var rendezvous = new MemoryRendezvous(2, (rank, endpoint) =>
        {
            if (rank != 1)
            {
                return endpoint;
            }

            var json = JsonNode.Parse(endpoint)!;
            proxy = new FlippingProxy((int)json["Port"]!, 0, HandshakeBytes + 2 * FrameHeader.Size + 5);
            json["Port"] = proxy.Port;
            return json.ToJsonString();
        });
        var errors = await Group.RunAsync(2, TransportChoice.SharedMemory, group =>
        {
            Assert.True(group.Broken.WaitHandle.WaitOne(Group.Deadline));
            return Group.Catch(group.Barrier);
        }, rendezvous: rendezvous);

        Assert.All(errors, error => Assert.Contains("expected a heartbeat, an abort or a goodbye, got kind", error.Message));
        proxy!.Dispose();
    }

    [Fact]
    public void A_text_is_cut_between_two_characters_and_fit_to_be_printed()
    {
        var bytes = ControlText.Encode(new string('ä', 300) + "€");

        Assert.Equal(ControlText.MaxBytes, bytes.Length);
        Assert.Equal(new string('ä', 256), ControlText.Decode(bytes));
        Assert.Equal("a  b", ControlText.Decode("a\r\nb"u8));
    }

    private static byte[] BytesOf(FrameHeader header) => header.Bytes.ToArray();

    private static float[] Sum(ICollective group)
    {
        var values = Enumerable.Repeat(2f, 1000).ToArray();
        group.AllReduce(values);
        return values;
    }

    private static unsafe void Read(FrameReader reader, float[] values)
    {
        using var deadline = new CancellationTokenSource(Group.Deadline);
        fixed (float* first = values)
        {
            reader.Begin(Expected, (byte*)first, adds: true);
            while (reader.Busy)
            {
                deadline.Token.ThrowIfCancellationRequested();
                reader.Advance<float>();
            }
        }
    }

    private static (Socket Sender, Socket Receiver) Connected()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        sender.Connect(listener.LocalEndpoint);
        var receiver = listener.AcceptSocket();
        receiver.Blocking = false;
        return (sender, receiver);
    }
}

using System.Net;
using System.Net.Sockets;
using ResNet.Distributed.Training.Collectives.Liveness;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class ControlLoopTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    // The thread that finds a fault marks the group as broken and then tells the neighbours; in between it may lose its core.
    [Fact]
    public async Task A_connection_stays_open_until_the_neighbour_has_been_told_why_the_group_is_broken()
    {
        using var told = new ManualResetEventSlim();
        using var previous = await Pair.CreateAsync();
        using var next = await Pair.CreateAsync();
        var state = new GroupState(0, 3);
        state.Breaking += _ => told.Wait(Deadline);
        using var loop = new ControlLoop(
            state, new ControlLink(previous.Own, 0, 2, 1), new ControlLink(next.Own, 0, 1, 1), TimeSpan.FromSeconds(1.6), TimeProvider.System);
        loop.Start();

        var breaking = Task.Run(() => state.Break(new Fault(1, Lost: false, "a reason")), TestContext.Current.CancellationToken);

        // Several looks of the control thread.
        Assert.False(next.PeerSeesTheEndWithin(TimeSpan.FromMilliseconds(600)), "The connection ended without a reason.");
        told.Set();
        await breaking;
        next.Peer.ReceiveTimeout = (int)Deadline.TotalMilliseconds;
        Assert.True(next.Peer.Receive(new byte[1]) == 1, "The connection ended without a reason.");
    }

    private sealed class Pair : IDisposable
    {
        private Pair(Socket own, Socket peer) => (Own, Peer) = (own, peer);

        public Socket Own { get; }

        public Socket Peer { get; }

        public static async Task<Pair> CreateAsync()
        {
            using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            var own = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await own.ConnectAsync(listener.LocalEndPoint!);
            own.Blocking = false;
            return new Pair(own, await listener.AcceptAsync());
        }

        public bool PeerSeesTheEndWithin(TimeSpan time)
        {
            Peer.ReceiveTimeout = (int)time.TotalMilliseconds;
            try
            {
                while (Peer.Receive(new byte[1024]) > 0)
                {
                    // Heartbeats.
                }

                return true;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.TimedOut)
            {
                return false;
            }
        }

        public void Dispose()
        {
            Own.Dispose();
            Peer.Dispose();
        }
    }
}

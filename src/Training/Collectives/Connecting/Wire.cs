using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>
/// Whole messages over blocking sockets, in limited time. Blocking, because a socket that was once used asynchronously wakes
/// the runtime's event thread with every packet that it ever gets.
/// </summary>
internal static class Wire
{
    /// <summary>Fills a buffer.</summary>
    /// <exception cref="EndOfStreamException">The peer closed the connection.</exception>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="SocketException">The connection failed.</exception>
    public static void Receive(Socket socket, Span<byte> bytes, Deadline deadline)
    {
        while (!bytes.IsEmpty)
        {
            // Again for every piece: a peer that sends byte by byte gets no more time than any other.
            socket.ReceiveTimeout = deadline.Milliseconds();
            var count = socket.Receive(bytes, SocketFlags.None, out var error);
            Check(error);
            bytes = count > 0 ? bytes[count..] : throw new EndOfStreamException("the connection was closed");
        }
    }

    /// <summary>Sends a buffer.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="SocketException">The connection failed.</exception>
    public static void Send(Socket socket, ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        while (!bytes.IsEmpty)
        {
            socket.SendTimeout = deadline.Milliseconds();
            bytes = bytes[socket.Send(bytes, SocketFlags.None, out var error)..];
            Check(error);
        }
    }

    private static void Check(SocketError error)
    {
        if (error is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new TimeoutException("it took too long");
        }

        if (error != SocketError.Success)
        {
            throw new SocketException((int)error);
        }
    }
}

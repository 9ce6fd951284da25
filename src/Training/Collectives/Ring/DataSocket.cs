using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>A connection that carries values.</summary>
internal static class DataSocket
{
    private const int TcpLevel = 6; // IPPROTO_TCP
    private const int CongestionControl = 13; // TCP_CONGESTION

    /// <summary>Makes a connection ready for an exchange.</summary>
    public static void Prepare(Socket socket)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        // The system's own choice of buffer sizes, which grow with what they carry, did better than any fixed one.
        if (IsWithinHost(socket))
        {
            DoNotPace(socket);
        }
    }

    /// <summary>Whether both ends are on this machine.</summary>
    public static bool IsWithinHost(Socket socket) =>
        OperatingSystem.IsLinux()
        && socket.LocalEndPoint is IPEndPoint own && socket.RemoteEndPoint is IPEndPoint peer && own.Address.Equals(peer.Address);

    // There is nothing to be fair to within a host, and BBR, where it is the system's choice, waits for timers between packets.
    private static void DoNotPace(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(TcpLevel, CongestionControl, "reno"u8);
        }
        catch (SocketException)
        {
            // A system that does not allow it to everybody: its own choice is slower at worst.
        }
    }
}

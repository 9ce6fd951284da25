using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// Sends values within a Linux host without copying them: the kernel takes their pages, and the peer copies from those. So they must
/// stay as they are until the peer has received them, not only until they are sent. The pages go through a pipe, which is how
/// Linux lends them to a socket.
/// </summary>
internal sealed unsafe partial class PageSender : IDisposable
{
    // The most that everybody may have. A smaller one, where many pipes are in use already, does almost as well.
    private const int PipeBytes = 1024 * 1024;

    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int NotBlocking = 0x800; // O_NONBLOCK
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ
    private const uint WithoutWaiting = 2; // SPLICE_F_NONBLOCK
    private const int WouldBlock = 11; // EAGAIN

    private readonly Socket _socket;
    private readonly SafeFileHandle _out;
    private readonly SafeFileHandle _in;
    private long _inPipe;

    private PageSender(Socket socket, SafeFileHandle outEnd, SafeFileHandle inEnd) => (_socket, _out, _in) = (socket, outEnd, inEnd);

    /// <summary>Prepares to send by a connection.</summary>
    /// <returns>Null where the peer is elsewhere, or the system does not do it.</returns>
    public static PageSender? TryCreate(Socket socket)
    {
        var ends = stackalloc int[2];
        if (!DataSocket.IsWithinHost(socket) || Pipe(ends, CloseOnExec | NotBlocking) != 0)
        {
            return null;
        }

        var sender = new PageSender(socket, new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
        _ = Control(sender._in, SetPipeSize, PipeBytes);
        // Nothing at all, to see whether the call is there: sandboxes leave it out.
        var nothing = default(Piece);
        if (Lend(sender._in, &nothing, 0, WithoutWaiting) == 0)
        {
            return sender;
        }

        sender.Dispose();
        return null;
    }

    /// <summary>Sends what the connection takes.</summary>
    /// <param name="bytes">The first byte that is not sent yet.</param>
    /// <param name="count">Bytes that are left of the frame.</param>
    /// <returns>How many it took.</returns>
    /// <exception cref="SocketException">The connection failed.</exception>
    public long Send(byte* bytes, long count)
    {
        long sent = 0;
        while (sent < count)
        {
            Fill(bytes + sent, count - sent);
            var moved = Splice(_out, null, _socket.SafeHandle, null, (nuint)_inPipe, WithoutWaiting);
            if (moved <= 0)
            {
                CheckWouldBlock();
                break;
            }

            sent += moved;
            _inPipe -= moved;
        }

        return sent;
    }

    public void Dispose()
    {
        _out.Dispose();
        _in.Dispose();
    }

    // What is in the pipe already are the first ones of the bytes.
    private void Fill(byte* bytes, long count)
    {
        while (_inPipe < count)
        {
            var piece = new Piece { First = bytes + _inPipe, Length = (nuint)(count - _inPipe) };
            var taken = Lend(_in, &piece, 1, WithoutWaiting);
            if (taken <= 0)
            {
                CheckWouldBlock();
                return;
            }

            _inPipe += taken;
        }
    }

    private static void CheckWouldBlock()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != WouldBlock)
        {
            throw new SocketException((int)SocketError.SocketError, Marshal.GetPInvokeErrorMessage(error));
        }
    }

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static partial int Pipe(int* ends, int flags);

    // A variadic function, but on x64 and arm64 its arguments go the way of any other's.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle pipe, int command, int value);

    [LibraryImport("libc", EntryPoint = "vmsplice", SetLastError = true)]
    private static partial nint Lend(SafeFileHandle pipe, Piece* pieces, nuint count, uint flags);

    [LibraryImport("libc", EntryPoint = "splice", SetLastError = true)]
    private static partial nint Splice(
        SafeFileHandle from, long* fromOffset, SafeSocketHandle to, long* toOffset, nuint length, uint flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct Piece
    {
        public byte* First;
        public nuint Length;
    }
}

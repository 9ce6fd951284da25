using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>Waits for the connections of the rank before this one.</summary>
internal sealed class PeerListener : IDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener;
    private readonly CollectiveOptions _options;
    private readonly Admission _admission;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _ended = new();

    /// <summary>Listens on a free port.</summary>
    /// <param name="options">This rank.</param>
    /// <param name="expected">Who should connect; any purpose will do.</param>
    /// <exception cref="CollectiveException">The host's address is not this machine's.</exception>
    public PeerListener(CollectiveOptions options, Greeting expected)
    {
        _options = options;
        _admission = new Admission(options, expected);
        try
        {
            var address = HostAddress.Resolve(options.Host);
            _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _listener.Bind(new IPEndPoint(address, 0));
            _listener.Listen(Admission.MaxHandshakes);
        }
        catch (SocketException e)
        {
            _listener?.Dispose();
            throw new CollectiveException($"Rank {options.Rank} cannot listen on '{options.Host}': {e.Message}.", innerException: e);
        }

        _thread = new Thread(AcceptAll) { IsBackground = true, Name = "collective listener" };
        _thread.Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Waits for a connection that has shown to be the right one; the caller owns it then.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    public Socket Take(LinkPurpose purpose, Deadline deadline) => _admission.Take(purpose, deadline);

    /// <summary>Listens no more; connections that nobody took are closed.</summary>
    public void Dispose()
    {
        _ended.Set();
        _admission.Dispose();
        _listener.Dispose();
        _thread.Join();
    }

    private void AcceptAll()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (_ended.IsSet)
                {
                    return;
                }

                // A connection that was gone before it was taken, or no descriptor left for it, which may take a while.
                _options.Log?.Invoke($"Rank {_options.Rank} could not accept a connection: {e.Message}.");
                _ended.Wait(AcceptPause);
                continue;
            }

            _admission.Begin(socket);
        }
    }
}

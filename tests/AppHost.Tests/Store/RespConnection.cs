using System.Net.Sockets;
using System.Text;

namespace ResNet.Distributed.AppHost.Tests.Store;

/// <summary>A few bytes of the Redis protocol: inline commands with one-line answers.</summary>
internal sealed class RespConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    public RespConnection(int port)
    {
        _client = new TcpClient("127.0.0.1", port) { ReceiveTimeout = 20_000 };
        _reader = new StreamReader(_client.GetStream(), Encoding.ASCII);
    }

    /// <summary>The value for a bulk reply, else the reply's line.</summary>
    public string Send(params string[] words)
    {
        var request = $"*{words.Length}\r\n" + string.Concat(words.Select(w => $"${w.Length}\r\n{w}\r\n"));
        _client.GetStream().Write(Encoding.ASCII.GetBytes(request));
        var reply = _reader.ReadLine()!;
        return reply is ['$', not '-', ..] ? _reader.ReadLine()! : reply;
    }

    public void Dispose() => _client.Dispose();
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>What a request is answered with.</summary>
/// <param name="Head">The status line and headers, without the last empty line; null for no answer at all.</param>
/// <param name="Body">The bytes that follow, after which the connection ends.</param>
/// <param name="Hang">Whether the connection stays open and silent instead.</param>
internal sealed record Answer(string? Head, byte[] Body, bool Hang = false);

/// <summary>An HTTP server on a free port of this machine that can also drop connections and say nothing.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    /// <summary>
    /// Starts it; the answer to a request depends on its number, from 0, and the first byte of its range, if any.
    /// </summary>
    public LoopbackServer(Func<int, int?, Answer> answer)
    {
        _listener.Start();
        _running = RunAsync(answer);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data.tar.gz");

    /// <summary>The range that each request began at.</summary>
    public List<int?> Requests { get; } = [];

    public static Answer Full(byte[] file, int? sent = null) =>
        new($"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}", file[..(sent ?? file.Length)]);

    public static Answer Part(byte[] file, int from, int? sent = null) => new(
        $"HTTP/1.1 206 Partial Content\r\nContent-Length: {file.Length - from}\r\n"
            + $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}",
        file[from..(from + (sent ?? file.Length - from))]);

    public static Answer Silence() => new(null, [], Hang: true);

    public void Dispose()
    {
        _end.Cancel();
        Assert.True(_running.Wait(TimeSpan.FromSeconds(10)), "The server did not end.");
        _listener.Stop();
        _end.Dispose();
    }

    private async Task RunAsync(Func<int, int?, Answer> answer)
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await ServeAsync(client, answer);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, Func<int, int?, Answer> answer)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
            int? from = null;
            while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            {
                from = line.StartsWith("Range: bytes=", StringComparison.Ordinal) ? int.Parse(line[13..].TrimEnd('-')) : from;
            }

            Requests.Add(from);
            var (head, body, hang) = answer(Requests.Count - 1, from);
            if (head is not null)
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\nConnection: close\r\n\r\n"), _end.Token);
                await client.GetStream().WriteAsync(body, _end.Token);
            }

            if (hang)
            {
                // Until the other side gives up.
                await reader.ReadToEndAsync(_end.Token);
            }
        }
        catch (IOException)
        {
            // The other side gave up.
        }
    }
}

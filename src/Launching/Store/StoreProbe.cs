using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Launching.Store;

/// <summary>Finds out whether a store answers, before anything is started that would wait for it.</summary>
public static class StoreProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null when the store answers within 5 s, or what is wrong with it.</summary>
    public static async Task<string?> WhyNotReachableAsync(string connection, CancellationToken cancellation)
    {
        var (endpoints, fault) = StoreConnection.Parse(connection);
        if (fault is not null)
        {
            return fault;
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        var answers = await Task.WhenAll(endpoints.Select(e => TryAsync(e, StoreConnection.UsesTls(connection), limited.Token)));
        cancellation.ThrowIfCancellationRequested();
        return answers.Any(a => a is null) ? null : string.Join("; ", answers);
    }

    private static async Task<string?> TryAsync(DnsEndPoint endpoint, bool tls, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, cancellation);
            // Through TLS the connection alone has to do: its certificate is the clients' concern.
            return tls || await AnswersAsync(client, cancellation) ? null : $"{endpoint.Host}:{endpoint.Port} is not a Redis server";
        }
        catch (OperationCanceledException)
        {
            return $"{endpoint.Host}:{endpoint.Port} did not answer within {Patience.TotalSeconds} s";
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return $"{endpoint.Host}:{endpoint.Port} cannot be reached ({error.Message})";
        }
    }

    private static async Task<bool> AnswersAsync(TcpClient client, CancellationToken cancellation)
    {
        var stream = client.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellation);
        var reply = new byte[1];
        // +PONG, or -NOAUTH where a password is wanted first.
        return await stream.ReadAsync(reply, cancellation) == 1 && reply[0] is (byte)'+' or (byte)'-';
    }
}

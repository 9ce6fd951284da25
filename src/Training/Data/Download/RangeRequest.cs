using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Data.Download;

/// <summary>Asks for what a file lacks (RFC 9110, range requests) and appends what comes.</summary>
/// <param name="options">From where, and how patiently.</param>
/// <param name="connections">What makes the connections.</param>
internal sealed class RangeRequest(CifarDownloadOptions options, SocketsHttpHandler connections) : IDisposable
{
    private readonly HttpClient _client = new(connections) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Brings the file to its full length.</summary>
    /// <exception cref="DroppedConnectionException">No answer, no connection, a silence, or an end before the announced
    /// length.</exception>
    /// <exception cref="CifarDownloadException">An answer that will not become better by asking again.</exception>
    public async Task AppendAsync(FileStream part, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(options.ConnectLimit);
        var heard = false;
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, options.Address);
            message.Headers.Range = part.Length > 0 ? new RangeHeaderValue(part.Length, null) : null;

            // Name resolution may ignore the token: WaitAsync does not.
            using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .WaitAsync(patience.Token);
            if (IsComplete(answer, part))
            {
                return;
            }

            Accept(answer, part);

            var total = answer.Content.Headers.ContentLength is { } rest ? part.Length + rest : (long?)null;
            await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
            await CopyAsync(
                body, part, total, () => { heard = true; patience.CancelAfter(options.StallLimit); }, progress, patience.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new DroppedConnectionException(heard
                ? $"no byte from {options.Address.Host} for {options.StallLimit.TotalSeconds:0.#} s"
                : $"no answer from {options.Address.Host} within {options.ConnectLimit.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            // A connection that the server resets as soon as it is made is a fault of the socket to .NET, not of the request.
            throw new DroppedConnectionException($"{options.Address.Host} cannot be reached ({e.Message})", e);
        }
    }

    public void Dispose() => _client.Dispose();

    // 416 for a range that begins just at the end: an earlier try had everything but was stopped before the check.
    private static bool IsComplete(HttpResponseMessage answer, FileStream part) =>
        answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
        && answer.Content.Headers.ContentRange is { HasLength: true, Length: var length } && length == part.Length;

    private void Accept(HttpResponseMessage answer, FileStream part)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.PartialContent when answer.Content.Headers.ContentRange?.From == part.Length:
                break;
            case HttpStatusCode.OK:
                part.SetLength(0);
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.SetLength(0);
                throw new DroppedConnectionException($"{options.Address.Host} has no such part of the file");
            default:
                throw new CifarDownloadException($"{options.Address} answers {(int)answer.StatusCode} {answer.ReasonPhrase}");
        }

        part.Position = part.Length;
    }

    private async Task CopyAsync(
        Stream body, FileStream part, long? total, Action heard, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        var buffer = new byte[128 * 1024];
        while (true)
        {
            var read = await ReadAsync(body, buffer, cancel);
            if (read == 0)
            {
                break;
            }

            heard();
            if (part.Length + read > options.MaxBytes)
            {
                throw new CifarDownloadException($"{options.Address} sends more than {options.MaxBytes} bytes");
            }

            await part.WriteAsync(buffer.AsMemory(0, read), cancel);
            progress?.Report(new DownloadProgress(part.Length, total));
        }

        if (total is { } expected && part.Length < expected)
        {
            throw new DroppedConnectionException($"the connection ended after {part.Length} of {expected} bytes");
        }
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await body.ReadAsync(buffer, cancel);
        }
        catch (IOException e)
        {
            // Of the network: the disk is written elsewhere.
            throw new DroppedConnectionException($"the connection broke ({e.Message})", e);
        }
    }
}

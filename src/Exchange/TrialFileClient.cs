using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using ResNet.Distributed.Contracts.Http;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Durability;
using ResNet.Distributed.Training.Checkpoints;

namespace ResNet.Distributed.Exchange;

/// <summary>Fetches the files of trials from the processes that have them.</summary>
public sealed class TrialFileClient : IDisposable
{
    private const int Block = 1 << 20;

    // Hosts of one network: one that does not answer in this time is gone, or as good as.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    // The host reads a whole file for its digest before it sends the first byte.
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = new(new ConnectionFaults(new SocketsHttpHandler { ConnectTimeout = ConnectPatience }))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The files of a trial that a host has; none where it has none, or does not answer.</summary>
    public async Task<IReadOnlyList<TrialFile>> ListAsync(FileHost host, TrialId trial, string token, CancellationToken stop)
    {
        using var limited = Limited(AnswerPatience, stop);
        try
        {
            using var response = await SendAsync(host, trial, "", token, limited.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? await response.Content.ReadFromJsonAsync<List<TrialFile>>(limited.Token) ?? []
                : [];
        }
        catch (Exception failure) when (IsOfHost(failure, stop))
        {
            return [];
        }
    }

    /// <summary>The newest lines of a trial's log that a host has; empty where it has none, or does not answer.</summary>
    public async Task<string> LogAsync(FileHost host, TrialId trial, string token, int lines, CancellationToken stop)
    {
        using var limited = Limited(AnswerPatience, stop);
        try
        {
            using var response = await SendAsync(
                host, trial, string.Create(CultureInfo.InvariantCulture, $"/log?lines={lines}"), token, limited.Token);
            return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync(limited.Token) : "";
        }
        catch (Exception failure) when (IsOfHost(failure, stop))
        {
            return "";
        }
    }

    /// <summary>Fetches a file into a trial's folder, where it appears whole and with the right SHA-256, or not at all.</summary>
    /// <param name="host">Who has it.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="token">Its token.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="attempt">The attempt for which it is fetched: what is left of it when this process dies is cleaned up by the next.</param>
    /// <param name="trialFolder">The trial's folder here.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FetchException">The host is gone, has it no more, or sent something else.</exception>
    /// <exception cref="IOException">It cannot be written here.</exception>
    public async Task FetchAsync(
        FileHost host, TrialId trial, string token, string name, int attempt, string trialFolder, CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(Path.Combine(trialFolder, TrialFile.Folder)).FullName;
        var temporary = Path.Combine(folder, TemporaryName.Create(attempt));
        try
        {
            await ReceiveAsync(host, trial, token, name, temporary, stop);
            File.Move(temporary, Path.Combine(folder, name), overwrite: true);
            DirectorySync.Flush(folder);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task ReceiveAsync(FileHost host, TrialId trial, string token, string name, string path, CancellationToken stop)
    {
        using var silence = Limited(SilencePatience, stop);
        try
        {
            using var response = await SendAsync(host, trial, $"/{name}", token, silence.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new FetchException($"{host.Name} answered {(int)response.StatusCode} when asked for {name}");
            }

            var digest = await CopyAsync(await response.Content.ReadAsStreamAsync(silence.Token), path, silence);
            var expected = response.Headers.TryGetValues(TrialFileEndpoints.DigestHeader, out var values) ? values.First() : "none";
            if (digest != expected)
            {
                throw new FetchException($"{name} came from {host.Name} with the SHA-256 {digest}; expected {expected}");
            }
        }
        catch (Exception failure) when (failure is not FetchException && IsOfHost(failure, stop))
        {
            throw new FetchException($"{name} could not be fetched from {host.Name}: {failure.Message}", failure);
        }
    }

    private static async Task<string> CopyAsync(Stream from, string path, CancellationTokenSource silence)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        var buffer = new byte[Block];
        while (await from.ReadAsync(buffer, silence.Token) is > 0 and var count)
        {
            silence.CancelAfter(SilencePatience);
            hash.AppendData(buffer, 0, count);
            await WriteAsync(file, buffer.AsMemory(0, count), silence.Token);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // So that a full disk here is not taken for a host that broke off.
    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> block, CancellationToken stop)
    {
        try
        {
            await file.WriteAsync(block, stop);
        }
        catch (IOException error)
        {
            throw new LocalDiskException(error.Message, error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(FileHost host, TrialId trial, string rest, string token, CancellationToken stop)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture, $"{TrialFileEndpoints.Prefix}/{Uri.EscapeDataString(trial.Sweep)}/{trial.Number}{rest}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
        request.Headers.Add(TrialToken.Header, token);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    private static CancellationTokenSource Limited(TimeSpan limit, CancellationToken stop)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(limit);
        return limited;
    }

    private static bool IsOfHost(Exception failure, CancellationToken stop) => failure switch
    {
        OperationCanceledException => !stop.IsCancellationRequested,
        LocalDiskException => false,
        HttpRequestException or IOException or JsonException => true,
        _ => false,
    };

    private sealed class LocalDiskException(string message, Exception cause) : IOException(message, cause);
}

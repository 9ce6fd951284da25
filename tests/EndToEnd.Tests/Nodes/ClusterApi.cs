using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Http;

namespace ResNet.Distributed.EndToEnd.Tests.Nodes;

/// <summary>A cluster's API, asked again and again until the answer is as wanted.</summary>
/// <param name="address">Its base address.</param>
/// <param name="keyFile">Where the launcher keeps the key that it made for what is reached from other machines.</param>
/// <param name="logs">What the processes said, for a message.</param>
internal sealed class ClusterApi(Uri address, string keyFile, Func<string> logs) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new ConnectionFaults(new SocketsHttpHandler()))
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Waits until it answers.</summary>
    public Task ReadyAsync() => UntilAsync<WorkerView[]>("api/workers", _ => true, "the API answers");

    /// <summary>Gives the cluster a sweep.</summary>
    public async Task SubmitAsync(string text)
    {
        using var body = new StringContent(text);
        using var response = await _http.PostAsync("api/sweeps", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the workers are as wanted.</summary>
    public Task<WorkerView[]> WorkersAsync(Func<WorkerView[], bool> wanted, string what) => UntilAsync("api/workers", wanted, what);

    /// <summary>Waits until a trial is as wanted.</summary>
    public Task<TrialDetail> TrialAsync(string sweep, int number, Func<TrialDetail, bool> wanted, string what) =>
        UntilAsync($"api/sweeps/{sweep}/trials/{number}", wanted, what);

    /// <summary>Waits until a sweep is over.</summary>
    public Task<SweepView> EndAsync(string sweep) =>
        UntilAsync<SweepView>($"api/sweeps/{sweep}", view => view.EndedAt is not null, $"the end of {sweep}");

    /// <summary>What a path gives.</summary>
    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(path);

    /// <summary>What a path gives, as text.</summary>
    public Task<string> TextAsync(string path) => _http.GetStringAsync(path);

    public void Dispose() => _http.Dispose();

    private async Task<T> UntilAsync<T>(string path, Func<T, bool> wanted, string what)
        where T : class
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(Look);
        T? last = null;
        try
        {
            while (await look.WaitForNextTickAsync(deadline.Token))
            {
                last = await ReadAsync<T>(path) ?? last;
                if (last is not null && wanted(last))
                {
                    return last;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The deadline: told below.
        }

        throw new TimeoutException(
            $"Not within {Limit.TotalSeconds} s: {what}. The last answer was {JsonSerializer.Serialize(last, ApiJson.Options)}.\n{logs()}");
    }

    // Null while there is no answer.
    private async Task<T?> ReadAsync<T>(string path)
        where T : class
    {
        if (_http.DefaultRequestHeaders.Authorization is null && File.Exists(keyFile))
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(keyFile)).Trim());
        }

        try
        {
            return await _http.GetFromJsonAsync<T>(path, ApiJson.Options);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}

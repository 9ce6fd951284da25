using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ResNet.Distributed.Chaos.Cluster;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Http;

namespace ResNet.Distributed.Chaos.Sweeps;

/// <summary>One coordinator's HTTP API, from outside. It may be dead, frozen or cut off at any moment: then the answer is null.</summary>
internal sealed class ChaosApi : IDisposable
{
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SubmitPatience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;

    /// <param name="address">Its base address.</param>
    public ChaosApi(Uri address) => _http = new HttpClient(
        new ConnectionFaults(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) }))
    {
        BaseAddress = address,
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", NodeEnvironment.Key) },
    };

    /// <summary>The trials of a sweep.</summary>
    /// <returns>Null when there was no answer; empty when the cluster does not know the sweep.</returns>
    public Task<ImmutableArray<TrialView>?> TrialsAsync(string sweep, CancellationToken cancellation) =>
        TryAsync<ImmutableArray<TrialView>?>(
            async stop =>
            {
                using var response = await _http.GetAsync($"api/sweeps/{sweep}/trials", stop);
                return response.StatusCode switch
                {
                    HttpStatusCode.OK => await response.Content.ReadFromJsonAsync<ImmutableArray<TrialView>>(ApiJson.Options, stop),
                    HttpStatusCode.NotFound => [],
                    _ => null,
                };
            },
            ReadPatience,
            cancellation);

    /// <summary>Gives the cluster a sweep, or the same one again.</summary>
    /// <returns>Null when there was no answer, or one that says to try again.</returns>
    /// <exception cref="ChaosException">The cluster refuses the file.</exception>
    public Task<SweepView?> SubmitAsync(string text, CancellationToken cancellation) =>
        TryAsync(
            async stop =>
            {
                using var content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
                using var response = await _http.PostAsync("api/sweeps", content, stop);
                if ((int)response.StatusCode is >= 400 and < 500)
                {
                    throw new ChaosException($"The sweep was refused: {await response.Content.ReadAsStringAsync(stop)}\n{text}");
                }

                return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options, stop) : null;
            },
            SubmitPatience,
            cancellation);

    public void Dispose() => _http.Dispose();

    private static async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T?>> call, TimeSpan patience, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(patience);
        try
        {
            return await call(limited.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException)
        {
            // What a fault looks like from outside; a process killed in the middle of an answer leaves half of it.
            return default;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return default;
        }
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ResNet.Distributed.AppHost.Security;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Http;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Api;

/// <summary>The coordinator's HTTP API, as anyone may use it.</summary>
internal sealed class SweepClient : IDisposable
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CopyPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly Uri _address;

    /// <param name="address">Base address of the API.</param>
    /// <param name="key">Its key; null where it needs none.</param>
    public SweepClient(Uri address, ApiKey? key = null)
    {
        _address = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        // The events of a sweep go on for as long as it does; the other calls have a limit of their own.
        _http = new HttpClient(new ConnectionFaults(new SocketsHttpHandler())) { BaseAddress = _address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = key?.Header;
    }

    /// <summary>
    /// Gives a sweep file to a cluster that is ours: what a coordinator that has only just started, or dies at this moment, does not
    /// answer is asked again. Asking twice does no harm, since the sweep's name says that it is the same one.
    /// </summary>
    /// <param name="sweepText">The file.</param>
    /// <param name="patience">How long.</param>
    /// <param name="note">Takes a line for each time.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<Submission> SubmitAsync(string sweepText, TimeSpan patience, Action<string> note, CancellationToken cancellation)
    {
        var asking = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await PostAsync(sweepText, cancellation);
            }
            catch (Exception error) when (
                error is HttpRequestException or ApiException or OperationCanceledException
                && !cancellation.IsCancellationRequested && asking.Elapsed < patience)
            {
                note($"The coordinator did not take the sweep ({error.Message}); trying again in {RetryDelay.TotalSeconds:0.#} s");
            }

            await Task.Delay(RetryDelay, cancellation);
        }
    }

    /// <summary>Gives the cluster a sweep file.</summary>
    /// <exception cref="InputException">The cluster refuses it, or nothing answers at the address.</exception>
    /// <exception cref="ApiException">The cluster cannot take it.</exception>
    public async Task<Submission> SubmitAsync(string sweepText, CancellationToken cancellation)
    {
        try
        {
            return await PostAsync(sweepText, cancellation);
        }
        catch (HttpRequestException error)
        {
            throw NoCluster(error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw NoAnswer();
        }
    }

    /// <summary>One trial with all its epochs.</summary>
    /// <exception cref="HttpRequestException">The connection failed; it may work the next time.</exception>
    /// <exception cref="ApiException">The cluster answered with an error.</exception>
    public async Task<TrialDetail> TrialAsync(string sweep, int number, CancellationToken cancellation)
    {
        using var limited = Limited(cancellation);
        var path = string.Create(CultureInfo.InvariantCulture, $"api/sweeps/{Uri.EscapeDataString(sweep)}/trials/{number}");
        using var response = await _http.GetAsync(path, limited.Token);
        return await ReadAsync<TrialDetail>(response, limited.Token);
    }

    /// <summary>One sweep.</summary>
    /// <exception cref="InputException">There is none of this name, or nothing answers.</exception>
    /// <exception cref="ApiException">The cluster answered with an error.</exception>
    public Task<SweepView> SweepAsync(string sweep, CancellationToken cancellation) =>
        GetOrRefuseAsync($"api/sweeps/{Uri.EscapeDataString(sweep)}", ReadAsync<SweepView>, cancellation);

    /// <summary>A sweep's trials that have been made so far.</summary>
    /// <exception cref="InputException">There is no sweep of this name, or nothing answers.</exception>
    /// <exception cref="ApiException">The cluster answered with an error.</exception>
    public Task<ImmutableArray<TrialView>> TrialsAsync(string sweep, CancellationToken cancellation) =>
        GetOrRefuseAsync($"api/sweeps/{Uri.EscapeDataString(sweep)}/trials", ReadAsync<ImmutableArray<TrialView>>, cancellation);

    /// <summary>Copies a trial's model (safetensors).</summary>
    /// <exception cref="InputException">There is none, or nothing answers.</exception>
    /// <exception cref="ApiException">The cluster answered with an error.</exception>
    public Task CopyModelAsync(TrialId trial, Stream target, CancellationToken cancellation) => GetOrRefuseAsync(
        string.Create(CultureInfo.InvariantCulture, $"api/sweeps/{Uri.EscapeDataString(trial.Sweep)}/trials/{trial.Number}/model"),
        async (response, limit) =>
        {
            await response.Content.CopyToAsync(target, limit);
            return true;
        },
        cancellation,
        CopyPatience);

    /// <summary>Which parameters of a sweep mattered so far.</summary>
    /// <exception cref="HttpRequestException">The connection failed; it may work the next time.</exception>
    /// <exception cref="ApiException">The cluster answered with an error.</exception>
    public async Task<SweepImportance> ImportanceAsync(string sweep, CancellationToken cancellation)
    {
        using var limited = Limited(cancellation);
        using var response = await _http.GetAsync($"api/sweeps/{Uri.EscapeDataString(sweep)}/importance", limited.Token);
        return await ReadAsync<SweepImportance>(response, limited.Token);
    }

    /// <summary>One connection to a sweep's events; ends or throws when the connection does.</summary>
    public async IAsyncEnumerable<SweepEvent> EventsAsync(string sweep, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/sweeps/{Uri.EscapeDataString(sweep)}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw await ProblemReader.ReadAsync(response, cancellation);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var parser = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<SweepEvent>(data, ApiJson.Options)!);
        await foreach (var item in parser.EnumerateAsync(cancellation))
        {
            yield return item.Data;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Submission> PostAsync(string sweepText, CancellationToken cancellation)
    {
        using var limited = Limited(cancellation);
        using var content = new StringContent(sweepText, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using var response = await _http.PostAsync("api/sweeps", content, limited.Token);
        var sweep = await ReadAsync<SweepView>(response, limited.Token);
        return new Submission(sweep, response.StatusCode == HttpStatusCode.Created);
    }

    private async Task<T> GetOrRefuseAsync<T>(
        string path, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation, TimeSpan? patience = null)
    {
        using var limited = Limited(cancellation, patience);
        try
        {
            using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                throw new InputException((await ProblemReader.ReadAsync(response, limited.Token)).Message);
            }

            return response.IsSuccessStatusCode ? await read(response, limited.Token) : throw await ProblemReader.ReadAsync(response, limited.Token);
        }
        catch (HttpRequestException error)
        {
            throw NoCluster(error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw NoAnswer(patience);
        }
    }

    private InputException NoCluster(HttpRequestException error) =>
        new($"{_address}: no cluster answers there ({error.Message}). Start one with 'up', or give its address with --url.");

    private ApiException NoAnswer(TimeSpan? patience = null) =>
        new($"{_address} did not answer within {(patience ?? AnswerPatience).TotalSeconds} s.");

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await ProblemReader.ReadAsync(response, cancellation);
        }

        return await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellation)
            ?? throw new ApiException($"{response.RequestMessage?.RequestUri} answered with nothing.");
    }

    private static CancellationTokenSource Limited(CancellationToken cancellation, TimeSpan? patience = null)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(patience ?? AnswerPatience);
        return limited;
    }
}

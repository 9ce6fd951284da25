using System.Diagnostics;
using System.Net;

namespace ResNet.Distributed.Dashboard.Measuring;

/// <summary>How long the API takes, from the request to the whole answer, over one connection.</summary>
internal sealed class ApiMeasure : IDisposable
{
    // As browsers and Prometheus ask; what comes is not unpacked.
    private const string Packed = "gzip, br";

    private readonly HttpClient _http;

    /// <param name="address">The API.</param>
    public ApiMeasure(Uri address)
    {
        _http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = address };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", Packed);
    }

    /// <summary>One answer.</summary>
    public async Task<(double Seconds, int Bytes)> GetAsync(string path, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var answer = await _http.GetByteArrayAsync(path, stop);
        return (clock.Elapsed.TotalSeconds, answer.Length);
    }

    /// <summary>Several answers, half a second apart.</summary>
    /// <returns>The times, and the last answer's size on the way.</returns>
    public async Task<ApiFigure> GetManyAsync(string path, int times, CancellationToken stop)
    {
        var seconds = new List<double>();
        var bytes = 0;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var i = 0; i < times; i++)
        {
            (var taken, bytes) = await GetAsync(path, stop);
            seconds.Add(taken);
            await pause.WaitForNextTickAsync(stop);
        }

        return new ApiFigure(path, Samples.Of(seconds), bytes);
    }

    public void Dispose() => _http.Dispose();
}

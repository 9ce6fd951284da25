using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A real Prometheus, from Debian's package, at a free port; killed when disposed.</summary>
internal sealed class PrometheusServer : IDisposable
{
    /// <summary>Why a test is skipped.</summary>
    public const string Missing = "prometheus is not installed (Debian: apt-get install prometheus).";

    private const string Program = "/usr/bin/prometheus";

    public static bool IsInstalled => File.Exists(Program);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TempFolder _data = new();
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(string config, int port)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        _http = new HttpClient { BaseAddress = new Uri($"http://{address}/"), Timeout = Limit };
        // Its log goes to this process' standard error, warnings only.
        _process = Process.Start(Program,
        [
            $"--config.file={config}", $"--storage.tsdb.path={_data.Path}", $"--web.listen-address={address}", "--log.level=warn",
        ]);
    }

    /// <summary>Starts one with this config; skips the test where it is not installed.</summary>
    public static async Task<PrometheusServer> StartAsync(string config)
    {
        Assert.SkipUnless(IsInstalled, Missing);
        var server = new PrometheusServer(config, FreePort());
        try
        {
            await server.WaitAsync(server.IsReadyAsync, Limit, () => "Prometheus is ready");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it is as wanted.</summary>
    public async Task WaitAsync(Func<Task<bool>> wanted, TimeSpan limit, Func<string> what)
    {
        using var deadline = new CancellationTokenSource(limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await wanted())
        {
            Assert.False(_process.HasExited, "Prometheus ended.");
            try
            {
                await look.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what()}");
            }
        }
    }

    /// <summary>The <c>data</c> of an answer of its API.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return await DataAsync(answer, path);
    }

    /// <summary>The series that an expression had within a time, a point each second.</summary>
    public async Task<IReadOnlyList<Series>> RangeAsync(string expression, DateTimeOffset from, DateTimeOffset to)
    {
        var parameters = new Dictionary<string, string>
        {
            ["query"] = expression,
            ["start"] = Seconds(from),
            ["end"] = Seconds(to),
            ["step"] = "1",
        };
        using var form = new FormUrlEncodedContent(parameters);
        using var answer = await _http.PostAsync("api/v1/query_range", form);
        var data = await DataAsync(answer, expression);
        return [.. data.GetProperty("result").EnumerateArray().Select(Series.Read)];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _http.Dispose();
        _data.Dispose();
    }

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);

    private static async Task<JsonElement> DataAsync(HttpResponseMessage answer, string question)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{question}\n{await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A small cluster with a Prometheus beside it that has the shipped files, but for the pace and the port of the API.</summary>
internal sealed partial class ObservedCluster : IDisposable
{
    /// <summary>Between two scrapes, and two evaluations of the rules.</summary>
    public const string Pace = "1s";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder;
    private readonly HttpClient _http = new() { Timeout = Limit };

    private ObservedCluster(TempFolder folder, AppHostProcess appHost, PrometheusServer prometheus) =>
        (_folder, AppHost, Prometheus) = (folder, appHost, prometheus);

    public AppHostProcess AppHost { get; }

    public PrometheusServer Prometheus { get; }

    /// <summary>Where the launcher lists its processes.</summary>
    public string TargetsFile => _folder["runs/.cluster/targets/prometheus.json"];

    /// <summary>Starts the cluster, and Prometheus as soon as the API's port is known; both in a copy of the repository's layout.</summary>
    public static async Task<ObservedCluster> StartAsync(string data)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.Missing);
        var folder = new TempFolder();
        var appHost = AppHostProcess.Start(
            "up", "--data", data, "--workers", "2", "--threads", "1", "--out", folder["runs"], "--port", "0");
        try
        {
            await appHost.WaitForAsync(_ => File.Exists(folder["runs/.cluster/targets/prometheus.json"]), Limit, "the list of targets");
            var prometheus = await PrometheusServer.StartAsync(CopyConfig(folder));
            return new ObservedCluster(folder, appHost, prometheus);
        }
        catch
        {
            appHost.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the API answers, gives it the sweeps, all at once, and waits for their ends.</summary>
    public async Task RunAsync(params IEnumerable<string> sweeps)
    {
        await AppHost.WaitForAsync(process => Api().IsMatch(process.Errors), Limit, "the API's address");
        _http.BaseAddress = new Uri(Api().Match(AppHost.Errors).Groups[1].Value);
        var ends = new List<Task>();
        foreach (var sweep in sweeps)
        {
            using var body = new StringContent(sweep, Encoding.UTF8, "application/yaml");
            using var answer = await _http.PostAsync("api/sweeps", body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            ends.Add(EndAsync((await answer.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id));
        }

        await Task.WhenAll(ends);
    }

    public void Dispose()
    {
        Prometheus.Dispose();
        AppHost.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task EndAsync(string sweep)
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var reader = new StreamReader(await _http.GetStreamAsync($"api/sweeps/{sweep}/events", deadline.Token));
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)
                && JsonSerializer.Deserialize<SweepEvent>(line["data: ".Length..], ApiJson.Options)!.Sweep.Status == SweepStatus.Completed)
            {
                return;
            }
        }

        Assert.Fail($"The events of {sweep} ended before the sweep.");
    }

    private static string CopyConfig(TempFolder folder)
    {
        // From here ../../runs is the cluster's output, as it is from the repository's deploy/prometheus.
        var copy = folder["deploy/prometheus"];
        Directory.CreateDirectory(Path.Combine(copy, "rules"));
        Directory.CreateDirectory(Path.Combine(copy, "nodes"));
        foreach (var file in Deploy.Rules)
        {
            File.Copy(file, Path.Combine(copy, "rules", Path.GetFileName(file)));
        }

        var config = Path.Combine(copy, "prometheus.yml");
        File.WriteAllText(config, File.ReadAllText(Path.Combine(Deploy.Prometheus, "prometheus.yml"))
            .Replace("_interval: 5s", $"_interval: {Pace}", StringComparison.Ordinal)
            .Replace("127.0.0.1:5080", Coordinator(folder["runs/.cluster/targets/prometheus.json"]), StringComparison.Ordinal));
        return config;
    }

    private static string Coordinator(string targetsFile)
    {
        using var targets = JsonDocument.Parse(File.ReadAllText(targetsFile));
        return targets.RootElement[0].GetProperty("targets")[0].GetString()!;
    }

    [GeneratedRegex(@"API and dashboard: (http://127\.0\.0\.1:\d+/)")]
    private static partial Regex Api();
}

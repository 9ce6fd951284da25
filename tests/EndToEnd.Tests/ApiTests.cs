using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary>The HTTP API of a cluster that is up.</summary>
[Collection(Clusters.Name)]
public sealed partial class ApiTests(SyntheticData data)
{
    [Fact]
    public async Task The_api_takes_follows_refuses_and_cancels_sweeps()
    {
        using var folder = new TempFolder();
        using var apphost = AppHostProcess.Start(
            "up", "--data", data.Path, "--workers", "1", "--threads", "1", "--out", folder["runs"], "--port", "0");
        await apphost.WaitForAsync(process => Address().IsMatch(process.Errors), TimeSpan.FromMinutes(1), "the API's address");
        using var http = new HttpClient { BaseAddress = new Uri(Address().Match(apphost.Errors).Value), Timeout = TimeSpan.FromSeconds(30) };

        await RefusesFaultyAsync(http);
        await AcceptsOnceAsync(http);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("api/sweeps/nobody")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("api/sweeps/long/trials/9")).StatusCode);
        await FollowsAndCancelsAsync(http);
        await ShowsOrleansAsync(http);
        foreach (var page in (string[])["health", "alive", "metrics", "openapi/v1.json", "api/workers", "api/sweeps"])
        {
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(page)).StatusCode);
        }
    }

    // Orleans' own dashboard: the page, its script, and figures of both silos, of which only the coordinator's has the dashboard.
    private static async Task ShowsOrleansAsync(HttpClient http)
    {
        using var page = await http.GetAsync("orleans");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("/orleans/", page.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("index.min.js", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(await http.GetByteArrayAsync("orleans/index.min.js"));
        var counters = await http.GetFromJsonAsync<JsonElement>("orleans/DashboardCounters");
        Assert.Equal(2, counters.GetProperty("totalActiveHostCount").GetInt32());
    }

    private static async Task RefusesFaultyAsync(HttpClient http)
    {
        var answer = await http.PostAsync("api/sweeps", Body("name: x\nmethod: grid\nparameters:\n  lr: { value: fast }\n  modle: { value: 1 }\nseed: -1\n"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal([4, 5, 6], problem.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("line").GetInt32()));
    }

    private static async Task AcceptsOnceAsync(HttpClient http)
    {
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsync("api/sweeps", Body(SweepFiles.Long))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("api/sweeps", Body(SweepFiles.Long))).StatusCode);
        var conflict = await http.PostAsync("api/sweeps", Body(SweepFiles.Long + "\nmax_failures: 0\n"));
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        Assert.Contains("max_failures", await conflict.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task FollowsAndCancelsAsync(HttpClient http)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var reader = new StreamReader(await http.GetStreamAsync("api/sweeps/long/events", deadline.Token));
        var epochSeen = false;
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
            {
                continue;
            }

            var message = JsonSerializer.Deserialize<SweepEvent>(line["data: ".Length..], ApiJson.Options)!;
            if (!epochSeen && message.Trials.Any(trial => trial.EpochsDone > 0))
            {
                epochSeen = true;
                Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("api/sweeps/long/cancel", null)).StatusCode);
            }

            if (message.Sweep.Status == SweepStatus.Cancelled)
            {
                break;
            }
        }

        Assert.True(epochSeen, "the stream ended before an epoch");
    }

    private static StringContent Body(string text) => new(text, Encoding.UTF8, "application/yaml");

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();
}

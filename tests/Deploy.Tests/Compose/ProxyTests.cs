using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>A real HAProxy with the shipped configuration, before two servers that stand for the coordinators.</summary>
public sealed partial class ProxyTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void It_goes_to_the_coordinators_there_are() => Assert.Equal(
        ComposeFile.Cluster.Services.Keys.Where(name => name.StartsWith("coordinator-", StringComparison.Ordinal)).Order(),
        Server().Matches(Repository.Read($"{ComposeFile.Folder}/haproxy.cfg")).Select(server => server.Groups[1].Value).Order());

    [Fact]
    public async Task A_browser_stays_with_one_coordinator_until_that_one_dies()
    {
        var program = Tool.Require("haproxy", "haproxy");
        using var folder = new TemporaryFolder();
        var ports = new[] { FreePort.Next(), FreePort.Next(), FreePort.Next() };
        var servers = new[] { await ServeAsync("coordinator-0", ports[1]), await ServeAsync("coordinator-1", ports[2]) };
        await File.WriteAllTextAsync(folder["haproxy.cfg"], Repository.Read($"{ComposeFile.Folder}/haproxy.cfg")
            .Replace("bind :8080", $"bind 127.0.0.1:{ports[0]}", StringComparison.Ordinal)
            .Replace(" resolvers docker init-addr none", "", StringComparison.Ordinal)
            .Replace("inter 2s", "inter 100ms", StringComparison.Ordinal)

            // Without it a check may take as long as the pause between two: on a busy machine a server that lives would be taken for dead.
            .Replace("timeout connect 3s", "timeout connect 3s\n  timeout check 10s", StringComparison.Ordinal)
            .Replace("coordinator-0:8080", $"127.0.0.1:{ports[1]}", StringComparison.Ordinal)
            .Replace("coordinator-1:8080", $"127.0.0.1:{ports[2]}", StringComparison.Ordinal));
        using var proxy = Process.Start(new ProcessStartInfo(program, ["-f", folder["haproxy.cfg"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            using var cookies = new HttpClientHandler { CookieContainer = new CookieContainer() };
            using var browser = new HttpClient(cookies) { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}") };
            using var caller = new HttpClient { BaseAddress = browser.BaseAddress };
            var first = await AskUntilAsync(browser, answer => answer.StartsWith("coordinator", StringComparison.Ordinal));
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(first, await browser.GetStringAsync("/"));
            }

            Assert.Contains("for=127.0.0.1 proto=http", first, StringComparison.Ordinal);
            using var metrics = await caller.GetAsync("/metrics");
            Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);

            await servers[first.StartsWith("coordinator-0", StringComparison.Ordinal) ? 0 : 1].DisposeAsync();
            await AskUntilAsync(browser, answer => answer.StartsWith("coordinator", StringComparison.Ordinal) && answer != first);
        }
        finally
        {
            proxy.Kill(entireProcessTree: true);
            await proxy.WaitForExitAsync();
            await servers[0].DisposeAsync();
            await servers[1].DisposeAsync();
        }
    }

    private static async Task<WebApplication> ServeAsync(string name, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/health", () => "ok");
        app.MapGet("/", (HttpRequest request) =>
            $"{name} for={request.Headers["X-Forwarded-For"]} proto={request.Headers["X-Forwarded-Proto"]}");
        await app.StartAsync();
        return app;
    }

    // HAProxy has to start, and to notice that a server is gone.
    private static async Task<string> AskUntilAsync(HttpClient client, Predicate<string> wanted)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/", limit.Token);
                if (answer.IsSuccessStatusCode && await answer.Content.ReadAsStringAsync(limit.Token) is var text && wanted(text))
                {
                    return text;
                }
            }
            catch (HttpRequestException) when (!limit.IsCancellationRequested)
            {
                // It does not listen yet.
            }

            await pace.WaitForNextTickAsync(limit.Token);
        }
    }

    [GeneratedRegex(@"^ *server (\S+) \1:8080 cookie \1$", RegexOptions.Multiline)]
    private static partial Regex Server();
}

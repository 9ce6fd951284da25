using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ResNet.Distributed.EndToEnd.Tests.Dashboard;
using ResNet.Distributed.EndToEnd.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ResNet.Distributed.EndToEnd.Tests.Security;

/// <summary>A cluster of real processes whose API needs a key.</summary>
[Collection(Clusters.Name)]
[UnsupportedOSPlatform("windows")]
public sealed partial class SecurityTests(SyntheticData data)
{
    private const int BadRequests = 10_000;
    private const string Key = "the-key-of-this-cluster-0123456789";

    [Fact]
    public async Task Ten_thousand_bad_requests_are_refused_logged_once_per_kind_and_cost_nobody_anything()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["key"], Key + "\n");
        File.SetUnixFileMode(folder["key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var apphost = AppHostProcess.Start(
            "up", "--data", data.Path, "--coordinators", "2", "--workers", "1", "--threads", "1", "--out", folder["runs"], "--port", "0", "--api-key-file", folder["key"]);
        await apphost.WaitForAsync(process => Address().IsMatch(process.Errors), TimeSpan.FromMinutes(1), "the API's address");
        var address = new Uri(Address().Match(apphost.Errors).Value);
        using var right = Client(address, Key);
        var lines = apphost.Errors.Count(c => c == '\n');

        var answers = await FloodAsync(address);

        Assert.Equal(BadRequests, answers.Values.Sum());
        Assert.All(answers.Keys, status => Assert.Contains(status, new[] { 400, 401, 404, 413, 429 }));
        Assert.All([400, 401, 404, 413], status => Assert.True(answers.ContainsKey(status), $"never {status}"));
        Assert.Equal("""{"status":"Healthy"}""", await Client(address).GetStringAsync("alive"));
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync("api/sweeps")).StatusCode);
        Assert.InRange(apphost.Errors.Count(c => c == '\n') - lines, 3, 15);

        await SessionOutlivesItsCoordinatorAsync(apphost, address, folder["runs/.cluster/targets/prometheus.json"]);
        await SubmitsWithTheKeyAloneAsync(folder, address);
        AssertKeyIsNowhere(apphost, folder["runs"]);
    }

    [Fact]
    public async Task People_sign_in_with_a_browser_and_out_again()
    {
        await using var browser = await Browser.StartAsync();
        using var folder = new TempFolder();
        using var apphost = AppHostProcess.Start(
            new Dictionary<string, string> { ["RESNET_API_KEY"] = Key },
            "up", "--data", data.Path, "--workers", "1", "--threads", "1", "--out", folder["runs"], "--port", "0");
        await apphost.WaitForAsync(process => Address().IsMatch(process.Errors), TimeSpan.FromMinutes(1), "the API's address");
        var page = await browser.OpenAsync(new Uri(Address().Match(apphost.Errors).Value));

        await page.GotoAsync("/workers");
        await PageChecks.HasNoSeriousFaultAsync(page, "sign-in");
        await PageChecks.PictureAsync(page, "sign-in");
        await page.GetByLabel("Key of the cluster").FillAsync(Key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "worker-0" }).Or(page.GetByText("worker-0")).First).ToBeVisibleAsync();
        Assert.EndsWith("/workers", page.Url, StringComparison.Ordinal);
        await PageChecks.HasNoSeriousFaultAsync(page, "workers, signed in");
        await PageChecks.PictureAsync(page, "signed-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("Key of the cluster")).ToBeVisibleAsync();
        Assert.Empty(browser.Complaints);

        await page.GetByLabel("Key of the cluster").FillAsync("not-the-key-but-long-enough");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the cluster's key");
        await PageChecks.HasNoSeriousFaultAsync(page, "sign-in, refused");
    }

    [Fact]
    public async Task A_coordinator_that_others_reach_does_not_start_without_a_key()
    {
        var start = new ProcessStartInfo(Repository.Executable("Coordinator")) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://0.0.0.0:0";

        // No store answers there: it does not get as far as asking.
        start.Environment["ConnectionStrings__redis"] = "127.0.0.1:1";
        foreach (var provider in (string[])["Clustering", "Reminders", "GrainStorage__Default"])
        {
            start.Environment[$"Orleans__{provider}__ProviderType"] = "Redis";
            start.Environment[$"Orleans__{provider}__ConnectionName"] = "redis";
        }

        start.Environment["Security__Limits__WritesPerSecond"] = "0";
        using var coordinator = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var errors = await coordinator.StandardError.ReadToEndAsync(deadline.Token);
        await coordinator.WaitForExitAsync(deadline.Token);

        Assert.Equal(2, coordinator.ExitCode);
        Assert.Contains("Set Security__ApiKeyFile", errors, StringComparison.Ordinal);
        Assert.Contains("WritesPerSecond: found 0", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task<ConcurrentDictionary<int, int>> FloodAsync(Uri address)
    {
        using var stranger = Client(address);
        using var guesser = Client(address, Key + "x");
        using var owner = Client(address, Key);
        var answers = new ConcurrentDictionary<int, int>();
        await Parallel.ForAsync(0, BadRequests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) =>
        {
            var status = (i % 8) switch
            {
                0 or 1 => await StatusAsync(stranger.GetAsync("api/sweeps", stop)),
                2 or 3 => await StatusAsync(guesser.GetAsync("api/workers", stop)),
                4 => await StatusAsync(owner.GetAsync($"api/sweeps?api_key={Key}", stop)),
                5 => await StatusAsync(owner.GetAsync("api/sweeps/..%2F..%2Fetc%2Fpasswd/trials/1/log", stop)),
                6 when i % 400 == 6 => await StatusAsync(owner.PostAsync("api/sweeps", new StringContent(new string('#', 1_100_000), Encoding.UTF8, "application/yaml"), stop)),
                6 => await StatusAsync(stranger.PostAsync("api/sweeps/x/cancel", null, stop)),
                _ => await RawAsync(address, "GET / HTTP/1.1\r\nno colon\r\n\r\n", stop),
            };
            answers.AddOrUpdate(status, 1, (_, count) => count + 1);
        });
        return answers;
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        return (int)answer.StatusCode;
    }

    private static async Task<int> RawAsync(Uri address, string request, CancellationToken stop)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), stop);
        using var reader = new StreamReader(stream);
        return int.Parse((await reader.ReadLineAsync(stop))!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    // The keys that protect cookies are in the store: another coordinator knows the session, and so does the same one when it is back.
    private static async Task SessionOutlivesItsCoordinatorAsync(AppHostProcess apphost, Uri first, string targets)
    {
        var other = JsonElement.Parse(await File.ReadAllTextAsync(targets)).EnumerateArray()
            .Where(group => group.GetProperty("labels").GetProperty("instance").GetString() == "coordinator-1")
            .Select(group => new Uri($"http://{group.GetProperty("targets")[0].GetString()}/")).Single();
        using var handler = new SocketsHttpHandler();
        using var browser = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        var token = FormToken().Match(await PageAfterTheFloodAsync(browser, new Uri(first, "sign-in"))).Groups[1].Value;
        using var signedIn = await browser.PostAsync(
            new Uri(first, "sign-in"), new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["key"] = Key }));
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        await UntilItAnswersAsync(browser, other);

        foreach (var coordinator in apphost.Children().Where(child => child.Value.Contains("Coordinator", StringComparison.Ordinal)))
        {
            AppHostProcess.Kill(coordinator.Key, 9);
        }

        await UntilItAnswersAsync(browser, first);
    }

    // Who has no key shares a budget with the flood, which may just have used it up: the answer says when there is some again.
    private static async Task<string> PageAfterTheFloodAsync(HttpClient browser, Uri page)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(deadline.Token))
        {
            using var answer = await browser.GetAsync(page, deadline.Token);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(deadline.Token);
            }

            Assert.NotNull(answer.Headers.RetryAfter);
        }

        throw new TimeoutException("The budget never came back.");
    }

    private static async Task UntilItAnswersAsync(HttpClient browser, Uri coordinator)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await TryAsync(browser, new Uri(coordinator, "api/sweeps")) is not HttpStatusCode.OK and var status)
        {
            Assert.NotEqual(HttpStatusCode.Unauthorized, status);
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<HttpStatusCode?> TryAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Not there yet.
            return null;
        }
    }

    private static async Task SubmitsWithTheKeyAloneAsync(TempFolder folder, Uri address)
    {
        var file = SweepFiles.Write(folder, SweepFiles.One);
        var (exitCode, refused) = await AppHostProcess.RunAsync(TimeSpan.FromSeconds(30), "submit", file, "--url", address.ToString());
        using (refused)
        {
            Assert.Equal(2, exitCode);
            Assert.Contains("--api-key-file", refused.Errors, StringComparison.Ordinal);
        }

        using var submitted = AppHostProcess.Start(
            new Dictionary<string, string> { ["RESNET_API_KEY"] = Key }, "submit", file, "--url", address.ToString());
        Assert.Equal(0, await submitted.ExitAsync(TimeSpan.FromMinutes(3)));
    }

    private static void AssertKeyIsNowhere(AppHostProcess apphost, string output)
    {
        Assert.DoesNotContain(Key, apphost.Everything, StringComparison.Ordinal);
        Assert.All(apphost.Children().Values, line => Assert.DoesNotContain(Key, line, StringComparison.Ordinal));
        foreach (var log in Directory.GetFiles(Path.Combine(output, ".cluster", "logs")))
        {
            using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            Assert.DoesNotContain(Key, reader.ReadToEnd(), StringComparison.Ordinal);
        }
    }

    private static HttpClient Client(Uri address, string? key = null) => new()
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Authorization = key is null ? null : new("Bearer", key) },
    };

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();

    [GeneratedRegex("""__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex FormToken();
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Tests.Security;

/// <summary>Who gets what of a coordinator's HTTP port.</summary>
public sealed class AccessTests(SharedSilos shared) : IClassFixture<SharedSilos>
{
    private const string Key = SecuredApi.Key;

    private static readonly string[] Guarded =
        ["api/sweeps", "api/workers", "api/sweeps/x/best/model", "metrics", "openapi/v1.json", "", "sweeps/x", "_blazor/negotiate", "no/such/thing"];

    [Fact]
    public async Task On_loopback_without_a_key_all_is_open()
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos);

        foreach (var path in (string[])["api/sweeps", "metrics", "openapi/v1.json", "", "health", "alive"])
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Http, path));
        }

        Assert.Contains($"Reached from this machine only: {api.Address.GetLeftPart(UriPartial.Authority)} (open to every user of it)", api.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_everything_needs_it_but_health_and_what_the_page_for_signing_in_loads()
    {
        // Every address of this machine: what is asked for below comes by loopback, and is not trusted for that.
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("urls", "http://0.0.0.0:0"), ("Security:ApiKey", Key));
        using var right = api.Client(Key);
        using var wrong = api.Client(Key + "x");
        using var other = api.Client();
        other.DefaultRequestHeaders.Add("X-Api-Key", Key);

        foreach (var path in Guarded)
        {
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, await StatusAsync(api.Http, path)));
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, await StatusAsync(wrong, path)));
            Assert.NotEqual((path, HttpStatusCode.Unauthorized), (path, await StatusAsync(right, path)));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, "api/sweeps"));
        foreach (var path in (string[])["health", "alive", "sign-in", "dashboard/sign-in.css", "dashboard/theme.js"])
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, await StatusAsync(api.Http, path)));
        }

        Assert.Equal("""{"status":"Healthy"}""", await api.Http.GetStringAsync("health"));
        Assert.Contains("checks", await right.GetStringAsync("health"), StringComparison.Ordinal);
        Assert.Contains("Reached from other machines: http://0.0.0.0:", api.Logged, StringComparison.Ordinal);
        Assert.Contains("NOT ENCRYPTED", api.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, api.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_how_to_sign_in()
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key));

        using var answer = await api.Http.GetAsync("api/sweeps");

        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Authorization: Bearer KEY", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var page = new HttpRequestMessage(HttpMethod.Get, "sweeps/x?a=b") { Headers = { Accept = { new("text/html") } } };
        using var redirect = await api.Http.SendAsync(page);
        Assert.EndsWith("/sign-in?returnUrl=%2Fsweeps%2Fx%3Fa%3Db", redirect.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_open_where_the_settings_say_so()
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key), ("Security:OpenMetrics", "true"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Http, "metrics"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(api.Http, "api/sweeps"));
    }

    [Theory]
    [InlineData($"api/sweeps?api_key={Key}")]
    [InlineData("api/sweeps?Access_Token=another-secret-of-someone")]
    [InlineData($"api/sweeps?whatever={Key}")]
    [InlineData($"sign-in?returnUrl=x&{Key}")]
    [InlineData("metrics?whatever=the%2Dkey-of-this-test-0123456789")]
    public async Task A_key_in_an_address_is_refused_and_logged_at_no_level(string path)
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key));
        using var right = api.Client(Key);

        using var answer = await right.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Authorization: Bearer KEY", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Request starting", api.Logged, StringComparison.Ordinal);
        foreach (var secret in (string[])[Key, "the%2Dkey-of-this-test", "another-secret-of-someone"])
        {
            Assert.DoesNotContain(secret, api.Logged, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Beyond_loopback_without_a_key_nothing_starts_and_all_faults_are_told_at_once()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => SecuredApi.StartAsync(
            shared.Silos, ("urls", $"http://0.0.0.0:{((IPEndPoint)taken.LocalEndpoint).Port}"), ("Security:Limits:ReadsPerSecond", "0")));

        Assert.Contains(refused.Failures, fault => fault.Contains("Set Security__ApiKeyFile", StringComparison.Ordinal) && fault.StartsWith("http://0.0.0.0:", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, fault => fault.Contains("ReadsPerSecond", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_of_other_origins_and_names_of_other_hosts_change_nothing()
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos);

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(("Origin", $"http://127.0.0.1:{api.Address.Port + 1}")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(("Origin", "null")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(("Sec-Fetch-Site", "same-site")));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(("Origin", api.Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync());
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(("Host", "rebound.example")));
        using var circuit = new HttpRequestMessage(HttpMethod.Get, "_blazor") { Headers = { { "Origin", "http://evil.example" }, { "Upgrade", "websocket" } } };
        using var refused = await api.Http.SendAsync(circuit);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        async Task<HttpStatusCode> PostAsync(params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/sweeps/nobody/cancel");
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            using var answer = await api.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_larger_than_a_sweep_file_is_refused(bool isChunked)
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key));
        using var right = api.Client(Key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/sweeps")
        {
            Content = new StringContent(new string('#', SweepFile.MaxBytes + 1), Encoding.UTF8, "application/yaml"),
            Headers = { TransferEncodingChunked = isChunked },
        };

        using var answer = await right.SendAsync(request);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"{SweepFile.MaxBytes} bytes", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("its body was too large", api.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_too_much_waits_and_nobody_else()
    {
        await using var api = await SecuredApi.StartAsync(
            shared.Silos, ("Security:ApiKey", Key), ("Security:Limits:ReadsPerSecond", "1"), ("Security:Limits:FailedSignInsPerMinute", "2"));
        using var right = api.Client(Key);
        using var wrong = api.Client(Key + "x");

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [await StatusAsync(wrong, "metrics"), await StatusAsync(wrong, "metrics")]);
        using var guessed = await wrong.GetAsync("metrics");
        Assert.Equal(HttpStatusCode.TooManyRequests, guessed.StatusCode);
        Assert.InRange(guessed.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);

        var flood = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StatusAsync(api.Http, "metrics")));
        Assert.Contains(HttpStatusCode.TooManyRequests, flood);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(right, "api/sweeps"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Http, "alive"));
    }

    [Theory]
    [InlineData("api/sweeps/..%2F..%2Fetc")]
    [InlineData("api/sweeps/%2e%2e")]
    [InlineData("api/sweeps/.hidden/history")]
    [InlineData("api/sweeps/a%00b/trials")]
    [InlineData("api/sweeps/UPPER/trials/1")]
    public async Task What_no_sweep_can_be_called_reaches_no_grain(string path)
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos);
        shared.Silos.Calls.Take("");

        Assert.Contains(await StatusAsync(api.Http, path), new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.Empty(shared.Silos.Calls.Take("ICoordinatorGrain.GetAsync"));
        Assert.Empty(shared.Silos.Calls.Take("ITrialGrain.GetAsync"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return answer.StatusCode;
    }
}

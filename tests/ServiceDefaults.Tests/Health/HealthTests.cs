using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.ServiceDefaults.Health;

namespace ResNet.Distributed.ServiceDefaults.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task What_is_away_makes_a_process_unhealthy_and_not_dead()
    {
        var store = (string?)null;
        await using var app = await StartAsync(checks => checks
            .AddReadiness("store", (_, _) => Task.FromResult(store))
            .AddCheck("thread", () => HealthCheckResult.Healthy(data: new Dictionary<string, object> { ["trial"] = "a/1" }), [HealthServices.Live]));

        Assert.Equal((HttpStatusCode.OK, "Healthy"), await StatusAsync(app, "health"));
        store = "it is away";
        var (code, body) = await GetAsync(app, "health");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (code, body.GetProperty("status").GetString()));
        Assert.Equal("it is away", body.GetProperty("checks").GetProperty("store").GetProperty("description").GetString());
        Assert.Equal("a/1", body.GetProperty("checks").GetProperty("thread").GetProperty("data").GetProperty("trial").GetString());
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await StatusAsync(app, "alive"));
    }

    [Fact]
    public async Task A_check_that_hangs_or_throws_is_an_answer()
    {
        await using var app = await StartAsync(checks => checks
            .AddReadiness("hangs", (_, _) => new TaskCompletionSource<string?>().Task)
            .AddReadiness("throws", (_, _) => throw new InvalidOperationException("boom")));

        var (code, body) = await GetAsync(app, "health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Equal("no answer within 2 s", Description("hangs"));
        Assert.Equal("InvalidOperationException: boom", Description("throws"));

        string? Description(string check) => body.GetProperty("checks").GetProperty(check).GetProperty("description").GetString();
    }

    private static async Task<WebApplication> StartAsync(Action<IHealthChecksBuilder> add)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add(builder.Services.AddHealthChecks());
        var app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync();
        return app;
    }

    private static async Task<(HttpStatusCode, JsonElement)> GetAsync(WebApplication app, string path)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{app.Urls.Single()}/{path}");
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    private static async Task<(HttpStatusCode, string?)> StatusAsync(WebApplication app, string path)
    {
        var (code, body) = await GetAsync(app, path);
        return (code, body.GetProperty("status").GetString());
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.AppHost.Tests.Api;

/// <summary>A real HTTP server on loopback that answers as the coordinator would.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<ApiServer> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new ApiServer(app);
    }

    /// <summary>Writes events as server-sent events, with the comments that keep a connection open.</summary>
    public static async Task WriteEventsAsync(HttpContext context, params SweepEvent[] events)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var next in events)
        {
            await context.Response.WriteAsync($": still here\n\ndata: {JsonSerializer.Serialize(next, ApiJson.Options)}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.Telemetry;

/// <summary>A collector that takes everything and keeps nothing.</summary>
internal sealed class OtlpSink : IDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private OtlpSink(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>How often something came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static OtlpSink Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new OtlpSink(builder.Build());
        sink._app.Run(sink.TakeAsync);
        sink._app.StartAsync().GetAwaiter().GetResult();
        return sink;
    }

    public void Dispose()
    {
        _app.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        Interlocked.Increment(ref _requests);
    }
}

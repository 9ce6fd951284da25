using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.Coordinator.Http;
using ResNet.Distributed.Coordinator.Tests.Cluster;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Coordinator.Tests.Http;

/// <summary>The HTTP API over <see cref="TestSilos"/>, served on a free port.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApi(WebApplication app, TestSilos silos)
    {
        (_app, Silos) = (app, silos);
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public TestSilos Silos { get; }

    public HttpClient Http { get; }

    public Uri Address { get; }

    public static async Task<TestApi> StartAsync()
    {
        var silos = await TestSilos.StartAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(silos.Grains).AddSingleton(TimeProvider.System).AddHttpApi()
            .Configure<RunOptions>(run => run.OutputDirectory = silos.Folder);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapHttpApi();
        await app.StartAsync();
        return new TestApi(app, silos);
    }

    /// <summary>Writes a file of a sweep.</summary>
    public async Task WriteAsync(string path, byte[] content)
    {
        var file = Path.Combine(Silos.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, content);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Silos.DisposeAsync();
    }
}

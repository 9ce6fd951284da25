using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.Coordinator.Dashboard;
using ResNet.Distributed.Coordinator.Http;
using ResNet.Distributed.Coordinator.Security;
using ResNet.Distributed.Coordinator.Tests.Cluster;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Coordinator.Tests.Security;

/// <summary>A coordinator's HTTP port as the process has it, over <see cref="TestSilos"/>, with everything that it logs.</summary>
internal sealed class SecuredApi : IAsyncDisposable
{
    public const string Key = "the-key-of-this-test-0123456789";

    private readonly WebApplication _app;
    private readonly Lines _lines;

    private SecuredApi(WebApplication app, Lines lines)
    {
        (_app, _lines) = (app, lines);
        Address = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Http = Client();
    }

    /// <summary>Where it listens, by loopback.</summary>
    public Uri Address { get; }

    /// <summary>A client without a key, which follows no redirect and keeps no cookie.</summary>
    public HttpClient Http { get; }

    /// <summary>Everything that was logged, at every level.</summary>
    public string Logged => string.Join('\n', _lines);

    public static async Task<SecuredApi> StartAsync(TestSilos silos, params (string Name, string? Value)[] settings)
    {
        var lines = new Lines();
        var app = Create(silos, lines, settings);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new SecuredApi(app, lines);
    }

    /// <summary>Another client: with the key, or one that takes any certificate.</summary>
    public HttpClient Client(string? key = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Authorization = key is null ? null : new("Bearer", key) },
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private static WebApplication Create(TestSilos silos, Lines lines, (string Name, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(CoordinatorApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"), new("Coordinator:OrleansDashboard", "false"), new("Run:OutputDirectory", silos.Folder),
            new("Logging:LogLevel:Default", "Trace"), new("Logging:LogLevel:Microsoft", "Trace"), new("Logging:LogLevel:System", "Trace"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        builder.AddServiceDefaults();
        builder.AddCoordinatorSecurity();
        builder.AddDashboard();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Services.AddSingleton(silos.Grains).AddHttpApi();
        return CoordinatorApp.Map(builder.Build());
    }

    private sealed class Lines : ConcurrentQueue<string>, ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Lines are read after the end.
        }
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Who may use a process' HTTP port: on loopback everyone, elsewhere who has the key; see <c>docs/security.md</c>.</summary>
public static class SecurityServices
{
    /// <summary>The scheme of keys in headers.</summary>
    public const string ApiKeyScheme = "ApiKey";

    /// <summary>The policy of <c>/metrics</c>.</summary>
    public const string MetricsPolicy = "metrics";

    private const string AllowedHosts = "AllowedHosts";

    /// <summary>Refuses who may not, in the order in which that costs least. Before all endpoints, after what writes errors.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        var refusals = app.Services.GetRequiredService<Refusals>();
        app.Use(SecurityHeaders.ApplyAsync);
        app.Use((HttpContext context, RequestDelegate next) => KeylessUrls.RefuseAsync(context, next, refusals));
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }

    internal static void AddSecurity(this IHostApplicationBuilder builder)
    {
        KeepSiloLocal(builder.Configuration);
        var services = builder.Services;
        services.AddOptions<SecurityOptions>().BindConfiguration(SecurityOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecurityOptions>, SecurityValidation>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<AccessPlan>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<FailedSignIns>();
        services.AddHostedService<ExposureReport>();
        services.AddSingleton<IHttpContextFactory>(provider =>
            new KeylessUrls(new DefaultHttpContextFactory(provider), provider.GetRequiredService<ApiKeys>()));
        services.Configure<KestrelServerOptions>(ServerLimits.Configure);
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<SecurityOptions>>(
            (limiter, security) => RateLimits.Configure(limiter, security.Value.Limits));

        // The core alone: all of it would write keys for cookies, which a worker has none of, to a disk.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = ApiKeyScheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyScheme, null);
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<AccessPlan>(Authorize);
        services.AddOptions<HostFilteringOptions>().Configure<AccessPlan, IConfiguration>(NameLoopback);
    }

    private static void Authorize(AuthorizationOptions authorization, AccessPlan plan)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        if (plan.NeedsSignIn)
        {
            authorization.FallbackPolicy = signedIn;
        }

        authorization.AddPolicy(
            MetricsPolicy, plan.HasOpenMetrics ? new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build() : signedIn);
    }

    // A page elsewhere whose name leads to this machine must not reach what listens on loopback: it would be taken for its own.
    private static void NameLoopback(HostFilteringOptions hosts, AccessPlan plan, IConfiguration configuration)
    {
        if (!plan.IsExposed && string.IsNullOrEmpty(configuration[AllowedHosts]))
        {
            hosts.AllowedHosts = [.. plan.Addresses.Select(address => address.Host).Union(["localhost", "127.0.0.1", "[::1]"])];
        }
    }

    // Orleans would take an address of the machine's network. First in the list of sources: whatever says otherwise counts.
    private static void KeepSiloLocal(IConfigurationManager configuration)
    {
        if (ListeningAddress.Of(configuration).All(address => address.IsLoopback))
        {
            configuration.Sources.Insert(0, new MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?> { ["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1" },
            });
        }
    }
}

using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.Options;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>What a coordinator has on top of the security that every process has: sessions, OpenID Connect, browsers' attacks.</summary>
internal static class CoordinatorSecurity
{
    // What was sent decides which of the schemes looks at it.
    private const string AnyScheme = "Any";

    /// <summary>Adds it.</summary>
    public static void AddCoordinatorSecurity(this WebApplicationBuilder builder)
    {
        var oidc = builder.Configuration.GetSection($"{SecurityOptions.Section}:{nameof(SecurityOptions.Oidc)}").Get<OidcOptions>() ?? new OidcOptions();
        builder.Services.AddSingleton<IValidateOptions<SecurityOptions>, ExposedCoordinator>();
        builder.Services.AddExceptionHandler<BadRequests>();
        builder.Services.Configure<HstsOptions>(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddAntiforgery(forms =>
        {
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            forms.SuppressXFrameOptionsHeader = true;
        });
        SessionKeys.Add(builder.Services);
        var authentication = builder.Services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, any => any.ForwardDefaultSelector = context => SchemeOf(context, oidc.IsSet))
            .AddCookie(Sessions.Scheme, cookie => Sessions.Configure(cookie, oidc.IsSet));
        if (oidc.IsSet)
        {
            OidcSignIn.Add(authentication, oidc);
        }
    }

    /// <summary>Refuses what comes from elsewhere, and who may not.</summary>
    public static void UseCoordinatorSecurity(this WebApplication app)
    {
        var refusals = app.Services.GetRequiredService<Refusals>();
        app.UseHsts();
        app.Use((HttpContext context, RequestDelegate next) => BadRequests.CountTooLargeAsync(context, next, refusals));
        app.Use((HttpContext context, RequestDelegate next) => CrossOrigin.CheckAsync(context, next, refusals));
        app.UseSecurity();
    }

    private static string SchemeOf(HttpContext context, bool hasOidc) => SentKey.Of(context.Request) switch
    {
        null => Sessions.Scheme,
        var sent when hasOidc && OidcSignIn.IsToken(sent) => OidcSignIn.TokenScheme,
        _ => SecurityServices.ApiKeyScheme,
    };
}

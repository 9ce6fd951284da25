using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>OpenID Connect: people by the code flow with PKCE, programs by an access token of the same provider.</summary>
internal static class OidcSignIn
{
    /// <summary>People's scheme.</summary>
    public const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    /// <summary>Programs' scheme.</summary>
    public const string TokenScheme = JwtBearerDefaults.AuthenticationScheme;

    /// <summary>Adds both.</summary>
    public static void Add(AuthenticationBuilder authentication, OidcOptions oidc)
    {
        var isHttps = oidc.Authority!.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
        authentication.AddOpenIdConnect(Scheme, options =>
        {
            options.SignInScheme = Sessions.Scheme;
            options.Authority = oidc.Authority;
            options.ClientId = oidc.ClientId;
            options.ClientSecret = oidc.ClientSecret;
            options.RequireHttpsMetadata = isHttps;
            options.ResponseType = OpenIdConnectResponseType.Code;

            // The provider's answer comes by a link, so that these cookies need not go along with other sites' forms.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.NonceCookie.SameSite = SameSiteMode.Lax;
            options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.MapInboundClaims = false;
            options.TokenValidationParameters.NameClaimType = "name";
            options.Events.OnRemoteFailure = SayWhyAsync;
        });
        authentication.AddJwtBearer(TokenScheme, options =>
        {
            options.Authority = oidc.Authority;
            options.Audience = string.IsNullOrWhiteSpace(oidc.Audience) ? oidc.ClientId : oidc.Audience;
            options.RequireHttpsMetadata = isHttps;
            options.MapInboundClaims = false;
            options.Events = new JwtBearerEvents { OnChallenge = RefuseAsync };
        });
    }

    /// <summary>Whether what a program sent is a token rather than a key: three parts with dots between.</summary>
    public static bool IsToken(string sent) => sent.Count(c => c == '.') == 2;

    private static Task SayWhyAsync(RemoteFailureContext failure)
    {
        failure.HandleResponse();
        failure.Response.Redirect($"{SignInEndpoints.Path}?{SignInEndpoints.Failed}=true");
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(JwtBearerChallengeContext challenge)
    {
        challenge.HandleResponse();
        var services = challenge.HttpContext.RequestServices;
        var (refusals, failed) = (services.GetRequiredService<Refusals>(), services.GetRequiredService<FailedSignIns>());
        return failed.Take(challenge.HttpContext) is { } wait
            ? SecurityProblems.TooManyAsync(challenge.HttpContext, wait, refusals)
            : SecurityProblems.UnauthorizedAsync(challenge.HttpContext, RefusalKind.WrongKey, refusals);
    }
}

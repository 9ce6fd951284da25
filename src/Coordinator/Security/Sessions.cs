using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>A browser's session: a cookie that scripts cannot read and that other sites' pages cannot send.</summary>
internal static class Sessions
{
    /// <summary>The cookie's scheme.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string KeyMark = "resnet:key";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The session of someone who has the key; it ends with the key.</summary>
    public static ClaimsPrincipal OfKey(string mark) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "key"), new Claim(KeyMark, mark)], Scheme));

    /// <summary>Sets the cookie up.</summary>
    /// <param name="cookie">The scheme's options.</param>
    /// <param name="hasOidc">
    /// Whether people come back from a provider: a strict cookie would not go along with the page on which they arrive.
    /// </param>
    public static void Configure(CookieAuthenticationOptions cookie, bool hasOidc)
    {
        cookie.Cookie.Name = "resnet-session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = hasOidc ? SameSiteMode.Lax : SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = Lifetime;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInEndpoints.Path;
        cookie.ReturnUrlParameter = SignInEndpoints.ReturnUrl;
        cookie.Events.OnValidatePrincipal = EndWithItsKeyAsync;
        cookie.Events.OnRedirectToLogin = SendToSignInAsync;
    }

    private static async Task EndWithItsKeyAsync(CookieValidatePrincipalContext session)
    {
        var services = session.HttpContext.RequestServices;
        var isValid = session.Principal?.FindFirstValue(KeyMark) is { } mark
            ? services.GetRequiredService<ApiKeys>().HasMark(mark)
            : services.GetRequiredService<IOptions<SecurityOptions>>().Value.Oidc.IsSet;
        if (!isValid)
        {
            session.RejectPrincipal();
            await session.HttpContext.SignOutAsync(Scheme);
        }
    }

    private static Task SendToSignInAsync(RedirectContext<CookieAuthenticationOptions> redirect)
    {
        var context = redirect.HttpContext;
        if (!PageRequest.Is(context))
        {
            return SecurityProblems.UnauthorizedAsync(context, RefusalKind.NoKey, context.RequestServices.GetRequiredService<Refusals>());
        }

        context.Response.Redirect(redirect.RedirectUri);
        return Task.CompletedTask;
    }
}

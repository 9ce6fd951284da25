using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Coordinator.Dashboard;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>The page on which people sign in, and what it sends its form to.</summary>
internal static class SignInEndpoints
{
    /// <summary>The page's address.</summary>
    public const string Path = "/sign-in";

    /// <summary>Where its button for signing out leads.</summary>
    public const string SignOutPath = "/sign-out";

    /// <summary>The query's name for where to go afterwards, an address of this server.</summary>
    public const string ReturnUrl = "returnUrl";

    /// <summary>The query's name for an attempt with the provider that came to nothing.</summary>
    public const string Failed = "failed";

    private const int LargestForm = 16 << 10;

    /// <summary>Maps the routes.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription().WithMetadata(new ContentSecurity());
        pages.MapGet(Path, (HttpContext context, string? returnUrl, bool? failed) => Page(
            context, returnUrl, failed == true ? "The provider did not sign you in." : null, StatusCodes.Status200OK));

        // It checks its form's token itself, so that a page from long ago can say what to do.
        pages.MapPost(Path, SignInAsync).WithMetadata(new RequestSizeLimitAttribute(LargestForm)).DisableAntiforgery();
        pages.MapGet($"{Path}/oidc", (HttpContext context, string? returnUrl) => HasOidc(context)
            ? (IResult)TypedResults.Challenge(new AuthenticationProperties { RedirectUri = Own(returnUrl) }, [OidcSignIn.Scheme])
            : TypedResults.NotFound());

        // Only the dashboard's own pages get as far as this, see CrossOrigin.
        pages.MapPost(SignOutPath, async (HttpContext context) =>
        {
            await context.SignOutAsync(Sessions.Scheme);
            return TypedResults.LocalRedirect(Path);
        }).DisableAntiforgery();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery forms, ApiKeys keys, FailedSignIns failed, Refusals refusals)
    {
        if (!context.Request.HasFormContentType || !await forms.IsRequestValidAsync(context))
        {
            return Page(context, null, "This page was too old. Try again.", StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var returnUrl = form[ReturnUrl].ToString();
        if (keys.MarkOf(form["key"].ToString().Trim()) is not { } mark)
        {
            var wait = failed.Take(context);
            refusals.Count(wait is null ? RefusalKind.WrongKey : RefusalKind.TooMany, context);
            return wait is null
                ? Page(context, returnUrl, "This is not the cluster's key.", StatusCodes.Status401Unauthorized)
                : Page(context, returnUrl, "This is not the cluster's key, and there were too many wrong keys.", StatusCodes.Status429TooManyRequests);
        }

        await context.SignInAsync(Sessions.Scheme, Sessions.OfKey(mark));
        return TypedResults.LocalRedirect(Own(returnUrl));
    }

    private static RazorComponentResult<SignInPage> Page(HttpContext context, string? returnUrl, string? failure, int status) => new(new
    {
        ReturnUrl = Own(returnUrl),
        Failure = failure,
        HasKey = context.RequestServices.GetRequiredService<ApiKeys>().Any,
        HasOidc = HasOidc(context),
    })
    {
        StatusCode = status,
    };

    private static bool HasOidc(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<SecurityOptions>>().Value.Oidc.IsSet;

    // Nobody is sent elsewhere from here.
    private static string Own(string? address) => RedirectHttpResult.IsLocalUrl(address) && !address!.StartsWith('~') ? address : "/";
}

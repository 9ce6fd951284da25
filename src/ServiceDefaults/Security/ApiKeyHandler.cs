using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Signs in who sends a key in a header.</summary>
/// <remarks>It has no logger: what its base class would say of every request, <see cref="Refusals"/> says once.</remarks>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, ApiKeys keys, FailedSignIns failed, Refusals refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        SentKey.Of(Request) is not { } sent ? AuthenticateResult.NoResult()
        : keys.Matches(sent) ? AuthenticateResult.Success(new AuthenticationTicket(KeyHolder(), Scheme.Name))
        : AuthenticateResult.Fail("The key is wrong."));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (SentKey.Of(Request) is null)
        {
            return SecurityProblems.UnauthorizedAsync(Context, RefusalKind.NoKey, refusals);
        }

        return failed.Take(Context) is { } wait
            ? SecurityProblems.TooManyAsync(Context, wait, refusals)
            : SecurityProblems.UnauthorizedAsync(Context, RefusalKind.WrongKey, refusals);
    }

    private ClaimsPrincipal KeyHolder() => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "key")], Scheme.Name));
}

using System.Net;

namespace ResNet.Distributed.Coordinator.Tests.Security;

/// <summary>Signing in through a provider.</summary>
public sealed class OidcTests(SharedSilos shared) : IClassFixture<SharedSilos>
{
    [Fact]
    public async Task People_sign_in_with_the_provider_and_programs_with_its_tokens()
    {
        await using var provider = await OidcProvider.StartAsync();

        // Beyond loopback, and without a key: the provider is enough.
        await using var api = await SecuredApi.StartAsync(
            shared.Silos, ("urls", "http://0.0.0.0:0"), ("Security:Oidc:Authority", provider.Address), ("Security:Oidc:ClientId", OidcProvider.Client));
        using var visitor = new Visitor(api.Address);

        Assert.Equal(HttpStatusCode.Found, await visitor.StatusAsync("/"));
        using var page = await visitor.GetAsync("sign-in?returnUrl=%2Fworkers");
        Assert.Contains("""href="sign-in/oidc?returnUrl=%2Fworkers""", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var away = await visitor.GetAsync("sign-in/oidc?returnUrl=%2Fworkers");
        Assert.StartsWith(provider.Address, away.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var back = await visitor.GetAsync(away.Headers.Location!.ToString());
        using var signedIn = await visitor.GetAsync(back.Headers.Location!.ToString());
        Assert.Equal("/workers", signedIn.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/"));

        Assert.Equal(HttpStatusCode.OK, await WithTokenAsync(api, provider.Token()));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithTokenAsync(api, provider.Token(audience: "another")));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithTokenAsync(api, provider.Token(isForged: true)));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithTokenAsync(api, provider.Token(expires: DateTime.UtcNow.AddHours(-1))));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithTokenAsync(api, "no-token-and-no-key"));
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_the_provider_for_signs_nobody_in()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var api = await SecuredApi.StartAsync(
            shared.Silos, ("Security:Oidc:Authority", provider.Address), ("Security:Oidc:ClientId", OidcProvider.Client));
        using var visitor = new Visitor(api.Address);

        using var answer = await visitor.GetAsync("signin-oidc?code=stolen&state=made-up");

        Assert.Equal("/sign-in?failed=true", answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync("api/sweeps"));
    }

    private static async Task<HttpStatusCode> WithTokenAsync(SecuredApi api, string token)
    {
        using var client = api.Client(token);
        using var answer = await client.GetAsync("api/sweeps");
        return answer.StatusCode;
    }
}

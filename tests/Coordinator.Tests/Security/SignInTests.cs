using System.Net;

namespace ResNet.Distributed.Coordinator.Tests.Security;

/// <summary>Signing in with a browser.</summary>
public sealed class SignInTests(SharedSilos shared) : IClassFixture<SharedSilos>
{
    private const string Key = SecuredApi.Key;

    [Fact]
    public async Task The_key_opens_a_session_whose_cookie_no_script_and_no_other_site_gets()
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key));
        using var visitor = new Visitor(api.Address);

        using var answer = await visitor.SignInAsync(Key, "/sweeps/x?a=b");

        Assert.Equal((HttpStatusCode.Found, "/sweeps/x?a=b"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith("resnet-session=", StringComparison.Ordinal));
        Assert.Contains("; samesite=strict; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/"));
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("api/sweeps"));

        using var end = await visitor.PostAsync("sign-out");
        Assert.Equal("/sign-in", end.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync("api/sweeps"));
        Assert.DoesNotContain(Key, api.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_told_and_many_keep_nobody_out_who_has_the_right_one()
    {
        await using var api = await SecuredApi.StartAsync(
            shared.Silos, ("Security:ApiKey", Key), ("Security:Limits:FailedSignInsPerMinute", "1"));
        using var visitor = new Visitor(api.Address);

        using var wrong = await visitor.SignInAsync("not-the-key-but-long-enough");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("role=\"alert\">This is not the cluster", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("not-the-key-but", await wrong.Content.ReadAsStringAsync() + api.Logged, StringComparison.Ordinal);

        using var again = await visitor.SignInAsync("not-the-key-but-long-enough");
        Assert.Equal(HttpStatusCode.TooManyRequests, again.StatusCode);
        Assert.Contains("too many wrong keys", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var right = await visitor.SignInAsync(Key);
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("~/x")]
    [InlineData("")]
    public async Task Nobody_is_sent_to_another_server(string returnUrl)
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key));
        using var visitor = new Visitor(api.Address);

        using var answer = await visitor.SignInAsync(Key, returnUrl);

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_form_of_another_page_is_refused()
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key));
        using var visitor = new Visitor(api.Address);

        using var answer = await visitor.SignInAsync(Key, withToken: false);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(visitor.Cookies.GetCookies(api.Address), cookie => cookie.Name == "resnet-session");
    }

    [Fact]
    public async Task Pages_may_load_nothing_from_elsewhere_and_be_in_no_frame()
    {
        await using var api = await SecuredApi.StartAsync(shared.Silos, ("Security:ApiKey", Key));

        using var page = await api.Http.GetAsync("sign-in");
        using var refused = await api.Http.GetAsync("api/sweeps");

        Assert.StartsWith("default-src 'none'; script-src 'self';", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (var answer in (HttpResponseMessage[])[page, refused])
        {
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        }
    }
}

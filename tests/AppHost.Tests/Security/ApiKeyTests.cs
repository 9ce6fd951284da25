using System.Net;
using System.Runtime.Versioning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Security;
using ResNet.Distributed.AppHost.Tests.Api;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Tests.Security;

[UnsupportedOSPlatform("windows")]
public sealed class ApiKeyTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly IPAddress Elsewhere = IPAddress.Parse("10.0.0.1");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void On_loopback_none_is_needed() => Assert.Null(ApiKey.Needed(IPAddress.IPv6Loopback, _folder.Path));

    [Fact]
    public void Elsewhere_one_is_made_for_its_owner_alone_and_found_again_by_the_next_launch()
    {
        var key = ApiKey.Needed(Elsewhere, _folder.Path)!;

        Assert.Equal([_folder["api-key"]], Directory.GetFiles(_folder.Path));
        Assert.Equal(OwnersAlone, File.GetUnixFileMode(key.File!));
        Assert.Matches("^[0-9a-f]{64}\n$", File.ReadAllText(key.File!));
        Assert.Equal(key.Header, ApiKey.Needed(Elsewhere, _folder.Path)!.Header);
        Assert.DoesNotContain(key.Header.Parameter!, key.ToString(), StringComparison.Ordinal);
        Assert.Contains(key.File!, key.ToString(), StringComparison.Ordinal);
        Assert.Contains(KeyValuePair.Create("Security__ApiKeyFile", key.File!), key.OfChildren);
        Assert.DoesNotContain(key.OfChildren, variable => variable.Value.Contains(key.Header.Parameter!, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_others_may_read_is_refused()
    {
        File.WriteAllText(_folder["key"], "0123456789abcdef");
        File.SetUnixFileMode(_folder["key"], OwnersAlone | UnixFileMode.OtherRead);

        var refused = Assert.Throws<InputException>(() => ApiKey.Given(_folder["key"]));

        Assert.StartsWith($"--api-key-file: {_folder["key"]}", refused.Message);
        Assert.DoesNotContain("0123456789abcdef", refused.Message);
    }

    [Fact]
    public async Task The_client_sends_it_and_says_where_it_may_come_from_when_it_is_missing()
    {
        await using var server = await ApiServer.StartAsync(app => app.MapPost("/api/sweeps", (HttpRequest request) =>
            request.Headers.Authorization == "Bearer 0123456789abcdef"
                ? Results.Json(Views.Sweep(), ApiJson.Options, statusCode: 201)
                : Results.Problem(title: "A key is needed.", statusCode: 401)));
        File.WriteAllText(_folder["key"], "0123456789abcdef");
        File.SetUnixFileMode(_folder["key"], OwnersAlone);
        using var with = new SweepClient(server.Address, ApiKey.Given(_folder["key"]));
        using var without = new SweepClient(server.Address);

        Assert.True((await with.SubmitAsync("x", CancellationToken.None)).IsNew);
        var refused = await Assert.ThrowsAsync<InputException>(() => without.SubmitAsync("x", CancellationToken.None));
        Assert.Contains("--api-key-file FILE", refused.Message);
        Assert.Contains("RESNET_API_KEY", refused.Message);
    }
}

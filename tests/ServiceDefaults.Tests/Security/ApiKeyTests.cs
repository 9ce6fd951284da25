using System.Runtime.Versioning;
using Microsoft.Extensions.Options;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.ServiceDefaults.Tests.Security;

[UnsupportedOSPlatform("windows")]
public sealed class ApiKeyTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_key_of_a_file_is_right_and_nothing_else_is()
    {
        var keys = new ApiKeys(Options.Create(new SecurityOptions { ApiKeyFile = Write($"{Key}\r\n\n") }));

        Assert.True(keys.Matches(Key));
        Assert.All((string[])["", Key[..^1], Key + "x", Key.ToUpperInvariant(), new string('x', 100_000)], wrong => Assert.False(keys.Matches(wrong)));
    }

    [Fact]
    public void While_a_key_is_replaced_both_are_right_and_a_session_ends_with_its_key()
    {
        const string next = "fedcba9876543210";
        var keys = new ApiKeys([Key, next]);
        var session = keys.MarkOf(Key)!;

        Assert.True(keys.Matches(Key) && keys.Matches(next));
        Assert.NotEqual(session, keys.MarkOf(next));
        Assert.True(keys.HasMark(session));
        Assert.False(new ApiKeys([next]).HasMark(session));
        Assert.DoesNotContain(Key, session, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_keys_none_is_right() => Assert.False(new ApiKeys(Options.Create(new SecurityOptions())).Matches(""));

    [Theory]
    [InlineData("short-secret-15", "15 characters")]
    [InlineData("a secret with spaces in it", "space")]
    [InlineData("a-secret-with-a-letter-ö", "ASCII")]
    public void A_key_that_cannot_do_is_refused_and_not_shown(string key, string named)
    {
        foreach (var options in (SecurityOptions[])[new() { ApiKey = key }, new() { ApiKeyFile = Write(key) }])
        {
            var fault = Assert.Single(Validate(options));
            Assert.Contains(named, fault, StringComparison.Ordinal);
            Assert.DoesNotContain(key, fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_every_user_may_read_or_change_is_refused(UnixFileMode more)
    {
        var file = Write(Key);
        File.SetUnixFileMode(file, OwnersAlone | more);

        Assert.Contains($"chmod 600 {file}", Assert.Single(Validate(new() { ApiKeyFile = file })), StringComparison.Ordinal);
        File.SetUnixFileMode(file, OwnersAlone | UnixFileMode.GroupRead);
        Assert.Empty(Validate(new() { ApiKeyFile = file }));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = Validate(new()
        {
            ApiKeyFile = Path.Combine(_folder, "nowhere"),
            Oidc = { Authority = "http://login.example.org" },
            Limits = { WritesPerSecond = 0 },
        });

        string[] named = ["nowhere", "Oidc:Authority", "Oidc:ClientId", "WritesPerSecond: found 0"];
        Assert.Equal(named.Length, faults.Length);
        Assert.All(named, name => Assert.Contains(faults, fault => fault.Contains(name, StringComparison.Ordinal)));
        Assert.Contains("found no key", Assert.Single(Validate(new() { ApiKeyFile = Write("\n \n") })), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Single(Validate(new() { ApiKeyFile = _folder })), StringComparison.Ordinal);
        Assert.Contains("found both", Assert.Single(Validate(new() { ApiKey = Key, ApiKeyFile = Write(Key) })), StringComparison.Ordinal);
    }

    private static string[] Validate(SecurityOptions options) => [.. new SecurityValidation().Validate(null, options).Failures ?? []];

    private string Write(string text)
    {
        var file = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, OwnersAlone);
        return file;
    }
}

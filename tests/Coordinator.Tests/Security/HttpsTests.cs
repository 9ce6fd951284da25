using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ResNet.Distributed.Coordinator.Tests.Security;

/// <summary>HTTPS by Kestrel's own settings, with a certificate made here.</summary>
public sealed class HttpsTests(SharedSilos shared) : IClassFixture<SharedSilos>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-https-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Over_https_cookies_are_secure_and_browsers_are_told_to_stay_there()
    {
        var (certificate, key) = WriteCertificate();
        await using var api = await SecuredApi.StartAsync(
            shared.Silos,
            ("Security:ApiKey", SecuredApi.Key),
            ("Kestrel:Endpoints:Https:Url", "https://0.0.0.0:0"),
            ("Kestrel:Certificates:Default:Path", certificate),
            ("Kestrel:Certificates:Default:KeyPath", key));
        Assert.Equal(Uri.UriSchemeHttps, api.Address.Scheme);
        using var visitor = new Visitor(api.Address);

        using var answer = await visitor.SignInAsync(SecuredApi.Key);

        Assert.Contains("; secure; samesite=strict", answer.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith("resnet-session", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(visitor.Cookies.GetAllCookies(), cookie => Assert.True(cookie.Secure, cookie.Name));
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("api/sweeps"));
        using var named = new HttpRequestMessage(HttpMethod.Get, "alive") { Headers = { Host = "resnet.example" } };
        using var elsewhere = await api.Http.SendAsync(named);
        Assert.Equal("max-age=31536000", elsewhere.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Contains("(needs the key; encrypted)", api.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT ENCRYPTED", api.Logged, StringComparison.Ordinal);
    }

    private (string Certificate, string Key) WriteCertificate()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=resnet.example", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (file, key) = (Path.Combine(_folder, "tls.crt"), Path.Combine(_folder, "tls.key"));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(key, rsa.ExportPkcs8PrivateKeyPem());
        return (file, key);
    }
}

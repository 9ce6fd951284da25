using System.Net;
using System.Text.RegularExpressions;

namespace ResNet.Distributed.Coordinator.Tests.Security;

/// <summary>Someone with a browser: keeps cookies, asks for pages, follows no redirect unless told to.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Accept.Add(new("text/html"));
    }

    public CookieContainer Cookies { get; } = new();

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Fills the form in and sends it.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string key, string returnUrl = "/", bool withToken = true)
    {
        var page = await _http.GetStringAsync($"sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        var form = new Dictionary<string, string> { ["key"] = key, ["returnUrl"] = returnUrl };
        if (withToken)
        {
            form["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value;
        }

        return await _http.PostAsync("sign-in", new FormUrlEncodedContent(form));
    }

    public Task<HttpResponseMessage> PostAsync(string path) => _http.PostAsync(path, null);

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}

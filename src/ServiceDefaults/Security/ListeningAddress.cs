using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>An address at which Kestrel listens.</summary>
/// <param name="Url">As Kestrel is told: <c>http://127.0.0.1:5080</c>, <c>https://*:8443</c>.</param>
/// <param name="Host">Its host; a socket's path.</param>
/// <param name="IsLoopback">Whether only this machine reaches it. A host name is not: Kestrel then listens on every address.</param>
/// <param name="IsEncrypted">Whether it speaks HTTPS.</param>
public sealed record ListeningAddress(string Url, string Host, bool IsLoopback, bool IsEncrypted)
{
    private const string KestrelDefault = "http://localhost:5000";

    /// <summary>Reads one; what cannot be read counts as one that everybody reaches, until Kestrel refuses it.</summary>
    public static ListeningAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return new ListeningAddress(
                url,
                address.Host,
                address.IsUnixPipe || address.IsNamedPipe || IsLocal(address.Host),
                address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase));
        }
        catch (FormatException)
        {
            return new ListeningAddress(url, url, false, false);
        }
    }

    /// <summary>
    /// What a process' configuration makes Kestrel listen on, by Kestrel's own order: <c>Kestrel:Endpoints</c>, <c>urls</c>, then
    /// <c>http_ports</c> and <c>https_ports</c>, and without any of them port 5000 of the loopback address.
    /// </summary>
    public static ImmutableArray<ListeningAddress> Of(IConfiguration configuration)
    {
        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0 && !(urls.Length > 0 && configuration.GetValue(WebHostDefaults.PreferHostingUrlsKey, false)))
        {
            urls = endpoints;
        }

        if (urls.Length == 0)
        {
            urls =
            [
                .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
                .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
            ];
        }

        return [.. (urls.Length == 0 ? [KestrelDefault] : urls).Select(Parse)];
    }

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

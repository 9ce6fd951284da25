namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>An OpenID Connect provider, and what it knows this cluster as.</summary>
public sealed class OidcOptions
{
    /// <summary>The provider's address, as in <c>https://login.example.org/realms/lab</c>; null for none.</summary>
    public string? Authority { get; set; }

    /// <summary>The client that the provider has registered for the dashboard.</summary>
    public string? ClientId { get; set; }

    /// <summary>Its secret; null for a public client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The audience of the tokens that programs send to the API; the client's id by default.</summary>
    public string? Audience { get; set; }

    /// <summary>Whether there is one.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(Authority);

    /// <summary>What is wrong with it.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!IsSet)
        {
            if (!string.IsNullOrWhiteSpace(ClientId) || !string.IsNullOrWhiteSpace(ClientSecret) || !string.IsNullOrWhiteSpace(Audience))
            {
                yield return "Security:Oidc:Authority: found nothing, expected the provider's address, since other settings of Security:Oidc are there.";
            }

            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || IsLocal(address)))
        {
            yield return $"Security:Oidc:Authority: found '{Authority}', expected an https:// address (http:// on this machine's loopback alone).";
        }

        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return "Security:Oidc:ClientId: found nothing, expected the client that the provider has registered for this cluster.";
        }
    }

    private static bool IsLocal(Uri address) => address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;
}

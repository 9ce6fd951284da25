namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Who may use a process' HTTP port: the configuration section <c>Security</c>, set as <c>Security__…</c> in the environment.</summary>
public sealed class SecurityOptions
{
    /// <summary>The configuration section's name.</summary>
    public const string Section = "Security";

    /// <summary>The key that clients send, 16 to 512 characters; null for none, or where <see cref="ApiKeyFile"/> has it.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A file that holds the key, one a line where several are valid; read once, at the start.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>Whether <c>/metrics</c> is for everyone who reaches the port.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>Signing in through an OpenID Connect provider.</summary>
    public OidcOptions Oidc { get; set; } = new();

    /// <summary>How much one client may ask.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Whether a key was given, good or not.</summary>
    public bool HasKey => !string.IsNullOrWhiteSpace(ApiKey) || !string.IsNullOrWhiteSpace(ApiKeyFile);
}

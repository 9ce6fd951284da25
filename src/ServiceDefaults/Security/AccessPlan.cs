using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Who may use this process' HTTP port, as its settings and addresses decide.</summary>
/// <param name="options">The settings, validated.</param>
/// <param name="configuration">Where Kestrel is told its addresses.</param>
public sealed class AccessPlan(IOptions<SecurityOptions> options, IConfiguration configuration)
{
    /// <summary>What is on loopback without a key, for people.</summary>
    internal const string OpenToMachine = "open to every user of it";

    /// <summary>Where Kestrel listens.</summary>
    public ImmutableArray<ListeningAddress> Addresses { get; } = ListeningAddress.Of(configuration);

    /// <summary>
    /// Whether a request needs a key or a session. Without either in the settings that is so on any address but loopback; then nobody
    /// has one, and all is refused.
    /// </summary>
    public bool NeedsSignIn => options.Value.HasKey || options.Value.Oidc.IsSet || IsExposed;

    /// <summary>Whether others than this machine reach it.</summary>
    public bool IsExposed => Addresses.Any(address => !address.IsLoopback);

    /// <summary>Whether <c>/metrics</c> is for everyone.</summary>
    public bool HasOpenMetrics => options.Value.OpenMetrics || !NeedsSignIn;

    /// <summary>What protects it, for people.</summary>
    internal string Protection => NeedsSignIn && HasOpenMetrics ? $"{ProtectionOfMost}; /metrics open to everyone" : ProtectionOfMost;

    private string ProtectionOfMost => (options.Value.HasKey, options.Value.Oidc.IsSet) switch
    {
        (true, true) => "needs the key, or an account by OIDC",
        (true, false) => "needs the key",
        (false, true) => "needs an account by OIDC",
        _ when NeedsSignIn => "refused to everyone, since no key is set",
        _ => OpenToMachine,
    };
}

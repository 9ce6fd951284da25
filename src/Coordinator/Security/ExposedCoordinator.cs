using Microsoft.Extensions.Options;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>
/// A coordinator that other machines reach does not start without something that tells its users from everybody else: whoever can
/// submit a sweep has the devices of the whole cluster.
/// </summary>
internal sealed class ExposedCoordinator(IConfiguration configuration) : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var exposed = ListeningAddress.Of(configuration).Where(address => !address.IsLoopback).Select(address => address.Url).ToArray();
        return exposed.Length == 0 || options.HasKey || options.Oidc.IsSet
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{string.Join(", ", exposed)}: other machines reach this address, and nothing is set that tells who may use it. "
                + "Set Security__ApiKeyFile to a file with a key of 16 characters or more (or Security__ApiKey to the key, or "
                + "Security__Oidc__Authority and Security__Oidc__ClientId), or listen on http://127.0.0.1:PORT alone. See docs/security.md.");
    }
}

using Microsoft.Extensions.Options;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Names all faults of the settings at once, before anything listens. What a key is, it never says.</summary>
internal sealed class SecurityValidation : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var faults = ApiKeySource.Read(options).Faults.Concat(options.Oidc.Faults()).Concat(options.Limits.Faults()).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

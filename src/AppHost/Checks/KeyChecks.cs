using ResNet.Distributed.AppHost.Security;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Checks;

namespace ResNet.Distributed.AppHost.Checks;

/// <summary>What is checked of the API's key before anything is started.</summary>
internal static class KeyChecks
{
    /// <summary>The API's key as the caller gave it; null for none, or one that cannot be used.</summary>
    public static ApiKey? ApiKey(this InputChecks checks, string? file)
    {
        try
        {
            return Security.ApiKey.Given(file);
        }
        catch (InputException error)
        {
            foreach (var fault in error.Faults)
            {
                checks.Add(fault);
            }

            return null;
        }
    }
}

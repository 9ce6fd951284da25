using Microsoft.Extensions.Configuration;

namespace ResNet.Distributed.ServiceDefaults.Hosting;

/// <summary>
/// Settings that are files, as Docker and Kubernetes mount secrets: a file <c>ConnectionStrings__redis</c> holds what a variable of that name
/// would, without being seen by everyone who may look at the process.
/// </summary>
internal static class SecretFiles
{
    /// <summary>Names the folder; nothing is read without it.</summary>
    public const string FolderKey = "Secrets:Directory";

    /// <summary>Adds the folder's files to the configuration, above the environment.</summary>
    /// <exception cref="InvalidOperationException">There is no such folder.</exception>
    public static void AddSecretFiles(this IConfigurationManager configuration)
    {
        if (configuration[FolderKey] is not { Length: > 0 } folder)
        {
            return;
        }

        if (!Directory.Exists(folder))
        {
            throw new InvalidOperationException($"{FolderKey} is '{folder}'; expected a folder with a file for each setting.");
        }

        configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: false);
    }
}

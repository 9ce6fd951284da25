using Microsoft.Extensions.Configuration;

namespace ResNet.Distributed.ServiceDefaults.Hosting;

/// <summary>Whether this process runs in a pod whose manifest tells it so much about itself that Orleans can ask Kubernetes for the others.</summary>
public static class KubernetesPod
{
    /// <summary>Set by Kubernetes in every pod.</summary>
    public const string ApiHostKey = "KUBERNETES_SERVICE_HOST";

    /// <summary>The pod's name, which the manifest sets.</summary>
    public const string NameKey = "POD_NAME";

    /// <summary>The pod's namespace, which the manifest sets.</summary>
    public const string NamespaceKey = "POD_NAMESPACE";

    /// <summary>True where all three are set. A pod with another manifest runs as on any host, and needs no rights in Kubernetes.</summary>
    public static bool IsDescribed(IConfiguration configuration) =>
        new[] { ApiHostKey, NameKey, NamespaceKey }.All(key => !string.IsNullOrEmpty(configuration[key]));
}

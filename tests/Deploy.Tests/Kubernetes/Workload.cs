using k8s.Models;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>What makes pods.</summary>
/// <param name="Kind"><c>Deployment</c>, <c>StatefulSet</c> or <c>Job</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Selector">Which pods it takes for its own; null for a job, which marks them itself.</param>
/// <param name="Pod">What its pods are made from.</param>
/// <param name="ClaimTemplates">Claims that each pod gets for itself.</param>
internal sealed record Workload(
    string Kind, string Name, V1LabelSelector? Selector, V1PodTemplateSpec Pod, IReadOnlyList<V1PersistentVolumeClaim> ClaimTemplates)
{
    public IDictionary<string, string> Labels => Pod.Metadata.Labels;

    /// <summary>Whether it stays.</summary>
    public bool IsLasting => Kind != "Job";

    /// <summary>Whether our silos are in its pods.</summary>
    public bool IsSilo => IsLasting && Main.Image.StartsWith("resnet-distributed/", StringComparison.Ordinal);

    /// <summary>The one container that is not there to prepare.</summary>
    public V1Container Main => Pod.Spec.Containers.Single();

    public IEnumerable<V1Container> Containers => Pod.Spec.Containers.Concat(Pod.Spec.InitContainers ?? []);

    public override string ToString() => $"{Kind} {Name}";

    public static Workload? Of(object item) => item switch
    {
        V1Deployment deployment => new("Deployment", deployment.Metadata.Name, deployment.Spec.Selector, deployment.Spec.Template, []),
        V1StatefulSet set => new(
            "StatefulSet", set.Metadata.Name, set.Spec.Selector, set.Spec.Template, [.. set.Spec.VolumeClaimTemplates ?? []]),
        V1Job job => new("Job", job.Metadata.Name, null, job.Spec.Template, []),
        _ => null,
    };
}

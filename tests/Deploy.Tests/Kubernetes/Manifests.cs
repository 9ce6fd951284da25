using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>The objects of an overlay, as <c>kubectl apply -k</c> would send them.</summary>
internal sealed class Manifests
{
    public const string Folder = "deploy/kubernetes";

    private static readonly ConcurrentDictionary<string, Task<Manifests>> Built = new();

    private Manifests(IReadOnlyList<object> objects) =>
        (Objects, Workloads) = (objects, [.. objects.Select(Workload.Of).OfType<Workload>()]);

    public IReadOnlyList<object> Objects { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    public IEnumerable<Workload> Silos => Workloads.Where(workload => workload.IsSilo);

    /// <summary>Builds <c>deploy/kubernetes/OVERLAY</c> with kubectl's kustomize; skips the test without kubectl.</summary>
    public static async Task<Manifests> OfAsync(string overlay)
    {
        var kubectl = Tool.Require("kubectl", "kubectl, 1.27 or newer");
        return await Built.GetOrAdd(overlay, async _ => Parse(await TextAsync(kubectl, overlay)));
    }

    /// <summary>The overlay's objects as YAML.</summary>
    public static Task<string> TextAsync(string kubectl, string overlay) => Tool.OutputAsync(kubectl, "kustomize", $"{Folder}/{overlay}");

    /// <summary>Reads objects by Kubernetes' own models: a kind, a member or a type that they do not have is refused.</summary>
    public static Manifests Parse(string yaml) => new(KubernetesYaml.LoadAllFromString(yaml, strict: true));

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    /// <summary>The workloads whose pods a selector takes.</summary>
    public IReadOnlyList<Workload> Selected(V1LabelSelector selector) => [.. Workloads.Where(workload => selector.Takes(workload.Labels))];

    public IReadOnlyList<Workload> Selected(IDictionary<string, string> labels) => Selected(new V1LabelSelector { MatchLabels = labels });
}

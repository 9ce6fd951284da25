using k8s.Models;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>Who may speak to whom.</summary>
public sealed class NetworkPolicyTests
{
    private static readonly string[] HttpFrom = ["ingress-nginx", "monitoring"];

    [Fact]
    public async Task Nobody_reaches_a_pod_unless_a_policy_says_so()
    {
        var manifests = await Manifests.OfAsync("overlays/cpu");
        var policies = manifests.All<V1NetworkPolicy>().ToArray();

        Assert.All(policies, policy => Assert.Equal(["Ingress"], policy.Spec.PolicyTypes));
        Assert.All(policies, policy => Assert.NotEmpty(manifests.Selected(policy.Spec.PodSelector)));
        var closed = policies.Single(policy => policy.Spec.Ingress is null or { Count: 0 });
        Assert.Equal(manifests.Workloads, manifests.Selected(closed.Spec.PodSelector));
    }

    [Theory]
    [InlineData("coordinator", "coordinator", "silo gateway")]
    [InlineData("worker", "coordinator", "silo gateway")]
    [InlineData("coordinator", "worker", "silo gateway")]
    [InlineData("worker", "worker", "silo gateway 1024-65535")]
    [InlineData("coordinator", "redis", "redis")]
    [InlineData("worker", "redis", "redis")]
    [InlineData("redis", "coordinator", "")]
    [InlineData("redis", "worker", "")]
    [InlineData("data", "coordinator", "")]
    [InlineData("data", "redis", "")]
    public async Task A_pod_reaches_what_it_needs_and_nothing_else(string from, string to, string ports)
    {
        var manifests = await Manifests.OfAsync("overlays/cpu");
        var (source, target) = (Labels(manifests, from), Labels(manifests, to));

        Assert.Equal(ports, string.Join(' ', Open(manifests, target, peer => peer.PodSelector?.Takes(source) == true && peer.NamespaceSelector is null)));
    }

    [Theory]
    [InlineData("coordinator", "http http")]
    [InlineData("worker", "http")]
    [InlineData("redis", "")]
    public async Task From_other_namespaces_there_is_http_alone(string to, string ports)
    {
        var manifests = await Manifests.OfAsync("overlays/cpu");

        Assert.Equal(ports, string.Join(' ', Open(manifests, Labels(manifests, to), peer =>
            peer.NamespaceSelector is { } space && HttpFrom.Contains(space.MatchLabels["kubernetes.io/metadata.name"]))));
    }

    private static IEnumerable<string> Open(Manifests manifests, IDictionary<string, string> target, Predicate<V1NetworkPolicyPeer> isPeer) =>
        from policy in manifests.All<V1NetworkPolicy>()
        where policy.Spec.PodSelector.Takes(target)
        from rule in policy.Spec.Ingress ?? []
        where rule.FromProperty.Any(peer => isPeer(peer))
        from port in rule.Ports
        where IsThere(manifests, policy, port)
        orderby policy.Metadata.Name descending
        select port.EndPort is { } end ? $"{port.Port.Value}-{end}" : port.Port.Value;

    // A name that no selected container has opens nothing.
    private static bool IsThere(Manifests manifests, V1NetworkPolicy policy, V1NetworkPolicyPort port) => port.EndPort is not null
        || manifests.Selected(policy.Spec.PodSelector).All(workload => workload.Main.Ports.Any(open => open.Name == port.Port.Value));

    private static IDictionary<string, string> Labels(Manifests manifests, string workload) =>
        manifests.Workloads.Single(found => found.Name == workload).Labels;
}

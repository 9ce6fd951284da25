using k8s.Models;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>Whatever an object of the manifests names is there, and is what it is taken for.</summary>
public sealed class ReferenceTests
{
    // Made by hand, since it holds what nobody else may know: docs/deploy.md.
    private const string Secret = "resnet";

    [Fact]
    public void What_kubernetes_would_refuse_is_refused_here()
    {
        Manifests.Parse("apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { clusterIP: None }\n");

        Assert.ThrowsAny<Exception>(() => Manifests.Parse("apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { clusterIp: None }\n"));
        Assert.ThrowsAny<Exception>(() => Manifests.Parse(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { replicas: two }\n"));
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Every_object_has_its_own_name_in_the_one_namespace(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);
        var named = manifests.Objects.Cast<k8s.IKubernetesObject<V1ObjectMeta>>().ToArray();
        var space = Assert.Single(manifests.All<V1Namespace>()).Metadata.Name;

        Assert.Equal(named.Length, named.Select(item => (item.Kind, item.Metadata.Name)).Distinct().Count());
        Assert.All(named.Where(item => item is not V1Namespace), item => Assert.Equal(space, item.Metadata.NamespaceProperty));
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Every_selector_takes_pods_that_are_there(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Workloads.Where(workload => workload.Selector is not null), workload =>
            Assert.Equal(workload.Name, Assert.Single(manifests.Selected(workload.Selector!)).Name));
        Assert.All(manifests.All<V1Service>(), service => Assert.Single(manifests.Selected(service.Spec.Selector)));
        Assert.All(manifests.All<V1PodDisruptionBudget>(), budget => Assert.Single(manifests.Selected(budget.Spec.Selector)));
        Assert.All(manifests.Workloads.SelectMany(workload => workload.Pod.Spec.TopologySpreadConstraints ?? []),
            spread => Assert.Single(manifests.Selected(spread.LabelSelector)));
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Every_port_that_is_named_is_one_of_the_containers(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.All<V1Service>(), service => Assert.All(service.Spec.Ports, port =>
            Assert.Contains(port.TargetPort.Value, Ports(manifests.Selected(service.Spec.Selector)[0]))));
        Assert.All(manifests.Workloads, workload =>
        {
            var probes = workload.Containers.SelectMany(container => new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe });
            Assert.All(probes.Where(probe => probe?.HttpGet is not null), probe =>
            {
                Assert.Contains(probe.HttpGet.Port.Value, Ports(workload));
                Assert.Contains(probe.HttpGet.Path, (string[])["/alive", "/health"]);
            });
            if (workload.Pod.Metadata.Annotations?.TryGetValue("prometheus.io/port", out var scraped) == true)
            {
                Assert.Equal(scraped, $"{workload.Main.Ports.Single(port => port.Name == "http").ContainerPort}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Every_volume_claim_map_and_secret_is_there(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);
        var claims = manifests.All<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name).ToHashSet();
        var maps = manifests.All<V1ConfigMap>().Select(map => map.Metadata.Name).ToHashSet();

        Assert.All(manifests.Workloads, workload =>
        {
            var volumes = workload.Pod.Spec.Volumes ?? [];
            var known = volumes.Select(volume => volume.Name).Concat(workload.ClaimTemplates.Select(claim => claim.Metadata.Name)).ToArray();
            var mounted = workload.Containers.SelectMany(container => container.VolumeMounts ?? []).Select(mount => mount.Name).Distinct();
            Assert.Equal(known.Order(), mounted.Order());
            Assert.All(volumes, volume =>
            {
                Assert.True(volume.PersistentVolumeClaim is not { } claim || claims.Contains(claim.ClaimName), volume.Name);
                Assert.True(volume.Secret is not { } secret || secret.SecretName == Secret, volume.Name);
                Assert.Null(volume.ConfigMap);
            });
            Assert.All(workload.Containers.SelectMany(container => container.EnvFrom ?? []), source => Assert.Contains(source.ConfigMapRef.Name, maps));
        });
        var used = manifests.Workloads.SelectMany(workload => workload.Pod.Spec.Volumes ?? []).Select(volume => volume.PersistentVolumeClaim?.ClaimName);
        Assert.Equal(claims.Order(), used.OfType<string>().Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task A_stateful_set_has_a_headless_service_of_its_own(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.All<V1StatefulSet>(), set =>
        {
            var service = manifests.All<V1Service>().Single(service => service.Metadata.Name == set.Spec.ServiceName);
            Assert.Equal("None", service.Spec.ClusterIP);
            Assert.Equal(set.Metadata.Name, manifests.Selected(service.Spec.Selector)[0].Name);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Silos_may_look_at_pods_and_nobody_may_do_anything_else(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);
        var account = Assert.Single(manifests.All<V1ServiceAccount>()).Metadata;
        var role = Assert.Single(manifests.All<V1Role>());
        var binding = Assert.Single(manifests.All<V1RoleBinding>());
        var rule = Assert.Single(role.Rules);

        Assert.Equal([""], rule.ApiGroups);
        Assert.Equal(["pods"], rule.Resources);
        Assert.Equal(["get", "list", "watch"], rule.Verbs.Order());
        Assert.Equal((role.Kind, role.Metadata.Name), (binding.RoleRef.Kind, binding.RoleRef.Name));
        var subject = Assert.Single(binding.Subjects);
        Assert.Equal(("ServiceAccount", account.Name, account.NamespaceProperty), (subject.Kind, subject.Name, subject.NamespaceProperty));
        Assert.All(manifests.Workloads, workload =>
        {
            Assert.Equal(workload.IsSilo ? account.Name : null, workload.Pod.Spec.ServiceAccountName);
            Assert.Equal(workload.IsSilo, workload.Pod.Spec.AutomountServiceAccountToken ?? true);
        });
    }

    private static string[] Ports(Workload workload) => [.. workload.Main.Ports.Select(port => port.Name)];
}

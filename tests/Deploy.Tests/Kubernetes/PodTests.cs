using k8s.Models;
using ResNet.Distributed.Coordinator;
using ResNet.Distributed.Deploy.Tests.Images;
using ResNet.Distributed.Deploy.Tests.Support;
using ResNet.Distributed.GpuWorker;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>What the pods are told and allowed, held to the code.</summary>
public sealed class PodTests(ProjectImages images)
{
    private const string Gpu = "nvidia.com/gpu";

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Every_image_is_pinned_and_ours_are_those_that_the_projects_make(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);
        var worker = overlay.EndsWith("nvidia", StringComparison.Ordinal) ? images.CudaWorker : images.Worker;

        Assert.All(manifests.Workloads.SelectMany(workload => workload.Containers), container =>
        {
            Assert.True(ImageName.IsPinned(container.Image), container.Image);
            Assert.Contains(container.Image, (string[])[images.Coordinator.Name, worker.Name, "redis:7.4.2-bookworm"]);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Every_setting_is_one_that_the_code_reads(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Silos, silo => Assert.Empty(Told(manifests, silo).Keys.Except(Settings.Names)));
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Every_path_in_a_setting_is_mounted_and_every_secret_named_like_a_setting(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Silos, silo =>
        {
            var told = Told(manifests, silo);
            var mounts = silo.Main.VolumeMounts.Select(mount => mount.MountPath).ToArray();
            var paths = told.Where(setting => setting.Value?.StartsWith('/') == true && !(silo.Name == "coordinator" && setting.Key == "Run__DataDirectory"));
            Assert.All(paths, path => Assert.Contains(mounts, mount => path.Value == mount || path.Value!.StartsWith(mount + "/", StringComparison.Ordinal)));

            var secrets = silo.Pod.Spec.Volumes.Single(volume => volume.Secret is not null).Secret.Items.Select(item => item.Path).ToArray();
            Assert.All(
                told.Where(setting => Settings.NamesConnection(setting.Key)),
                setting => Assert.Contains(Settings.Connection(setting.Value!), secrets));
            Assert.All(secrets, secret => Assert.True(Settings.IsSetting(secret), secret));
            Assert.Equal(told["Secrets__Directory"], silo.Main.VolumeMounts.Single(mount => mount.Name == "secret").MountPath);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task A_pod_carries_the_labels_by_which_orleans_finds_it(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Silos, silo =>
        {
            var told = Told(manifests, silo);
            Assert.Equal(told["Orleans__ClusterId"], silo.Labels["orleans/clusterId"]);
            Assert.Equal(told["Orleans__ServiceId"], silo.Labels["orleans/serviceId"]);
            Assert.Equal("metadata.name", Field(silo, "POD_NAME"));
            Assert.Equal("metadata.namespace", Field(silo, "POD_NAMESPACE"));
            Assert.Equal("status.podIP", Field(silo, "Orleans__Endpoints__AdvertisedIPAddress"));
        });
        Assert.Equal("metadata.name", Field(manifests.Silos.Single(silo => silo.Name == "worker"), "Worker__Name"));
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task A_container_listens_where_its_image_does(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Silos, silo =>
        {
            var image = silo.Name == "coordinator" ? images.Coordinator : images.Worker;
            Assert.Equal(image.Ports.Order(), silo.Main.Ports.Select(port => port.ContainerPort).Order());
            Assert.Equal($"{silo.Pod.Spec.SecurityContext.RunAsUser}", image.User);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task No_pod_may_more_than_it_needs(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Workloads, workload =>
        {
            var pod = workload.Pod.Spec.SecurityContext;
            Assert.True(pod.RunAsNonRoot);
            Assert.True(pod.RunAsUser > 0);
            Assert.Equal(pod.RunAsUser, pod.FsGroup);
            Assert.Equal("RuntimeDefault", pod.SeccompProfile.Type);
            Assert.All(workload.Containers, container =>
            {
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.Null(container.SecurityContext.Capabilities.Add);
                Assert.True(container.Resources.Limits.ContainsKey("memory"), container.Name);
                Assert.Equal(["cpu", "memory"], container.Resources.Requests.Keys.Where(key => key != Gpu).Order());
            });
        });
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Whoever_stays_is_probed_and_has_the_time_that_its_stop_takes(string overlay)
    {
        var manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Workloads.Where(workload => workload.IsLasting), workload =>
        {
            Assert.NotNull(workload.Main.StartupProbe);
            Assert.NotNull(workload.Main.ReadinessProbe);
            Assert.NotNull(workload.Main.LivenessProbe);
        });
        Assert.All(manifests.Silos, silo =>
        {
            // preStop runs within the same time; a coordinator's leaves the Service's other pods with the requests.
            var command = silo.Main.Lifecycle?.PreStop?.Exec?.Command;
            Assert.Equal(silo.Name == "coordinator", command is ["sleep", _]);
            var before = TimeSpan.FromSeconds(command is ["sleep", var seconds] ? int.Parse(seconds) : 0);
            var stop = silo.Name == "worker" ? WorkerApp.DrainLimit : CoordinatorApp.StopLimit;
            Assert.True(TimeSpan.FromSeconds(silo.Pod.Spec.TerminationGracePeriodSeconds!.Value) > before + stop, silo.Name);
        });
    }

    [Fact]
    public async Task A_worker_has_one_gpu_where_it_is_to_have_one()
    {
        var (nvidia, cpu) = (await WorkerAsync("overlays/nvidia"), await WorkerAsync("overlays/cpu"));

        Assert.Equal("1", nvidia.Main.Resources.Limits[Gpu].ToString());
        Assert.Equal("1", nvidia.Main.Resources.Requests[Gpu].ToString());
        Assert.Contains(nvidia.Pod.Spec.Tolerations, toleration => toleration.Key == Gpu);
        Assert.False(cpu.Main.Resources.Limits.ContainsKey(Gpu));
        Assert.Equal("limits.cpu", cpu.Main.Env.Single(setting => setting.Name == "Worker__Threads").ValueFrom.ResourceFieldRef.Resource);
    }

    [Fact]
    public async Task Claims_are_shared_between_nodes_unless_there_is_one_node()
    {
        Assert.All(await ClaimsAsync("overlays/cpu"), claim => Assert.Equal(["ReadWriteMany"], claim.Spec.AccessModes));
        Assert.All(await ClaimsAsync("overlays/nvidia"), claim => Assert.Equal(["ReadWriteMany"], claim.Spec.AccessModes));
        Assert.All(await ClaimsAsync("overlays/one-node"), claim => Assert.Equal(["ReadWriteOnce"], claim.Spec.AccessModes));
    }

    private static async Task<Workload> WorkerAsync(string overlay) =>
        (await Manifests.OfAsync(overlay)).Silos.Single(silo => silo.Name == "worker");

    private static async Task<V1PersistentVolumeClaim[]> ClaimsAsync(string overlay)
    {
        var claims = (await Manifests.OfAsync(overlay)).All<V1PersistentVolumeClaim>().ToArray();
        Assert.Equal(2, claims.Length);
        return claims;
    }

    // A value that only Kubernetes knows is null.
    private static Dictionary<string, string?> Told(Manifests manifests, Workload silo)
    {
        var maps = silo.Main.EnvFrom.Select(source => manifests.All<V1ConfigMap>().Single(map => map.Metadata.Name == source.ConfigMapRef.Name));
        return maps.SelectMany(map => map.Data).Select(setting => (setting.Key, Value: (string?)setting.Value))
            .Concat(silo.Main.Env.Select(setting => (Key: setting.Name, Value: (string?)setting.Value)))
            .ToDictionary(setting => setting.Key, setting => setting.Value);
    }

    private static string Field(Workload silo, string setting) =>
        silo.Main.Env.Single(variable => variable.Name == setting).ValueFrom.FieldRef.FieldPath;
}

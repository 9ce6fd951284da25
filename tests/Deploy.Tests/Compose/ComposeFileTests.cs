using System.Globalization;
using ResNet.Distributed.Coordinator;
using ResNet.Distributed.Deploy.Tests.Images;
using ResNet.Distributed.Deploy.Tests.Support;
using ResNet.Distributed.GpuWorker;

namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>What the compose files say, held to the code and to each other.</summary>
public sealed class ComposeFileTests(ProjectImages images)
{
    private const string HelperWithRights = "folders";

    private static ComposeFile Cluster => ComposeFile.Cluster;

    [Fact]
    public async Task Docker_compose_takes_both()
    {
        var (program, first) = await ClientAsync();
        foreach (var files in new[] { new[] { "compose.yaml" }, ["compose.yaml", "compose.gpu.yaml"] })
        {
            var named = files.SelectMany(file => new[] { "-f", Repository.PathOf($"{ComposeFile.Folder}/{file}") });
            await Tool.OutputAsync(program, [.. first, .. named, "config", "--quiet"]);
        }
    }

    [Fact]
    public void Every_image_is_pinned_and_ours_are_those_that_the_projects_make()
    {
        Assert.All(Cluster.Services, service => Assert.True(ImageName.IsPinned(service.Value.Image!), service.Key));
        Assert.All(Cluster.Services.Where(service => service.Key.StartsWith("coordinator-", StringComparison.Ordinal)),
            service => Assert.Equal(images.Coordinator.Name, service.Value.Image));
        Assert.All(Cluster.Services.Where(service => IsWorkers(service.Key)), service => Assert.Equal(images.Worker.Name, service.Value.Image));
        Assert.All(ComposeFile.Gpu.Services, service => Assert.Equal(images.CudaWorker.Name, service.Value.Image));
        Assert.Equal(Cluster.Services.Keys.Where(IsWorkers).Order(), ComposeFile.Gpu.Services.Keys.Order());
    }

    [Fact]
    public void Every_setting_of_ours_is_one_that_the_code_reads()
    {
        var ours = Cluster.Silos.Concat(ComposeFile.Gpu.Services);

        Assert.All(ours, service => Assert.Empty(service.Value.Environment.Keys.Except(Settings.Names)));
        Assert.All(Cluster.Silos, service => Assert.All(service.Value.Secrets, secret => Assert.True(Settings.IsSetting(secret), secret)));
        Assert.All(Cluster.Silos, service => Assert.All(
            service.Value.Environment.Where(setting => Settings.NamesConnection(setting.Key)),
            setting => Assert.Contains(Settings.Connection(setting.Value), service.Value.Secrets)));
    }

    [Fact]
    public void Every_path_in_a_setting_is_mounted() => Assert.All(Cluster.Silos, service => Assert.All(
        service.Value.Environment.Values.Where(value => value.StartsWith('/')),
        path => Assert.True(service.Value.Holds(path) || IsForWorkers(service, path), $"{service.Key}: {path}")));

    [Fact]
    public void Every_name_stands_for_something()
    {
        Assert.All(Cluster.Services, service =>
        {
            Assert.Subset(Cluster.Networks.Keys.ToHashSet(), service.Value.Networks.ToHashSet());
            Assert.Subset(Cluster.Secrets.Keys.ToHashSet(), service.Value.Secrets.ToHashSet());
            Assert.Subset(Cluster.Services.Keys.ToHashSet(), service.Value.DependsOn.Keys.ToHashSet());
            Assert.All(service.Value.Mounts, mount => Assert.True(
                mount.Source.StartsWith('.')
                    ? Path.Exists(Repository.PathOf(Path.Combine(ComposeFile.Folder, mount.Source)))
                    : Cluster.Volumes.ContainsKey(mount.Source),
                $"{service.Key}: {mount.Source}"));
        });
        Assert.Equal(
            Cluster.Volumes.Keys.Order(),
            Cluster.Services.SelectMany(service => service.Value.Mounts).Select(mount => mount.Source).Where(name => name[0] != '.').Distinct().Order());
        Assert.Equal(Cluster.Secrets.Keys.Order(), Cluster.Services.SelectMany(service => service.Value.Secrets).Distinct().Order());
    }

    [Fact]
    public void What_is_waited_for_can_happen() => Assert.All(
        Cluster.Services.SelectMany(service => service.Value.DependsOn),
        dependency => Assert.True(dependency.Value.Condition switch
        {
            "service_healthy" => Cluster.Services[dependency.Key].Healthcheck is not null,
            "service_completed_successfully" => Cluster.Services[dependency.Key].Restart == "no",
            var other => other == "service_started",
        }));

    [Fact]
    public void Nobody_is_root_but_who_gives_the_folders_away()
    {
        Assert.All(Cluster.Services, service =>
        {
            var root = service.Value.User is null || service.Value.User.StartsWith('0') || service.Value.User.StartsWith("root", StringComparison.Ordinal);
            Assert.Equal(service.Key == HelperWithRights, root);
            Assert.Equal(["ALL"], service.Value.CapDrop);
            Assert.Equal(["no-new-privileges:true"], service.Value.SecurityOpt);
            Assert.True(service.Value.ReadOnly, service.Key);
        });
        Assert.All(Cluster.Silos, service => Assert.Equal(images.Worker.User, service.Value.User!.Split(':')[0]));
        Assert.Contains($"chown {images.Worker.User}:", Cluster.Services[HelperWithRights].Command[0], StringComparison.Ordinal);
        Assert.Equal(["CHOWN"], Cluster.Services[HelperWithRights].CapAdd);
        Assert.Equal("none", Cluster.Services[HelperWithRights].NetworkMode);
    }

    [Fact]
    public void Whoever_stays_is_asked_for_its_health_started_again_and_limited() => Assert.All(Cluster.Lasting, service =>
    {
        Assert.NotNull(service.Value.Healthcheck);
        Assert.Equal("unless-stopped", service.Value.Restart);
        Assert.Equal(["cpus", "memory"], service.Value.Deploy!.Resources.Limits.Keys.Order());
    });

    [Fact]
    public void A_silo_has_one_network_and_one_address() => Assert.All(Cluster.Silos, service => Assert.Single(service.Value.Networks));

    [Fact]
    public void Silos_have_the_time_that_their_stop_takes() => Assert.All(Cluster.Silos, service =>
    {
        var patience = TimeSpan.FromSeconds(int.Parse(service.Value.StopGracePeriod!.TrimEnd('s'), CultureInfo.InvariantCulture));
        Assert.True(patience > (IsWorkers(service.Key) ? WorkerApp.DrainLimit : CoordinatorApp.StopLimit), service.Key);
    });

    [Fact]
    public void Each_worker_has_a_name_as_many_threads_as_cores_and_a_gpu_of_its_own()
    {
        var workers = Cluster.Silos.Where(service => IsWorkers(service.Key)).ToArray();

        Assert.Equal(2, workers.Length);
        Assert.All(workers, worker =>
        {
            Assert.Equal(worker.Key, worker.Value.Environment["Worker__Name"]);
            Assert.Equal(worker.Value.Deploy!.Resources.Limits["cpus"], worker.Value.Environment["Worker__Threads"]);
        });
        var devices = workers.Select(worker => Assert.Single(ComposeFile.Gpu.Services[worker.Key].Deploy!.Resources.Reservations!.Devices)).ToArray();
        Assert.All(devices, device => Assert.Equal(["gpu"], device.Capabilities));
        Assert.Equal(workers.Length, devices.Select(device => Assert.Single(device.DeviceIds)).Distinct().Count());
    }

    private static bool IsWorkers(string service) =>
        service.StartsWith("worker-", StringComparison.Ordinal) || service is HelperWithRights or "data";

    // The same settings go to all silos; a coordinator reads no images.
    private static bool IsForWorkers(KeyValuePair<string, ComposeService> service, string path) =>
        !IsWorkers(service.Key) && path == service.Value.Environment["Run__DataDirectory"];

    private static async Task<(string Program, string[] First)> ClientAsync()
    {
        if (Tool.Find("docker") is { } docker && (await Tool.RunAsync(docker, "compose", "version")).Code == 0)
        {
            return (docker, ["compose"]);
        }

        return (Tool.Require("docker-compose", "docker-compose"), []);
    }
}

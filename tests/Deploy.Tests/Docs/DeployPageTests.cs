using System.Text.RegularExpressions;
using k8s.Models;
using ResNet.Distributed.Deploy.Tests.Compose;
using ResNet.Distributed.Deploy.Tests.Kubernetes;
using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Docs;

/// <summary>The page that says how to deploy speaks of what is there.</summary>
public sealed partial class DeployPageTests
{
    private const string Page = "docs/deploy.md";

    private static readonly string Text = Repository.Read(Page);

    [Fact]
    public void Every_file_in_a_command_is_there()
    {
        var files = Commands.Of(Page).SelectMany(command => PathInCommand().Matches(command)).Select(found => found.Groups[1].Value).ToHashSet();

        Assert.NotEmpty(files);
        Assert.All(files.Where(file => !file.StartsWith("deploy/compose/secrets/", StringComparison.Ordinal)),
            file => Assert.True(Path.Exists(Repository.PathOf(file)), file));
    }

    [Fact]
    public void Every_secret_of_compose_is_one_that_it_makes()
    {
        var block = Text[Text.IndexOf("mkdir -p -m 700", StringComparison.Ordinal)..Text.IndexOf("cd -", StringComparison.Ordinal)];

        Assert.All(ComposeFile.Cluster.Secrets, secret =>
        {
            Assert.Equal($"./secrets/{secret.Key}", secret.Value.File);
            Assert.Contains(secret.Key, block, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_key_of_the_secret_in_kubernetes_is_one_that_it_makes()
    {
        var create = Assert.Single(Commands.Of(Page), command => command.Contains("create secret generic", StringComparison.Ordinal));
        var made = FromFile().Matches(create).Select(file => file.Groups[1].Value).Order();
        var manifests = await Manifests.OfAsync("overlays/cpu");
        var volumes = manifests.Workloads.SelectMany(workload => workload.Pod.Spec.Volumes ?? new List<V1Volume>());

        Assert.Equal(volumes.SelectMany(volume => volume.Secret?.Items ?? []).Select(item => item.Key).Distinct().Order(), made);
        Assert.Contains($" {volumes.First(volume => volume.Secret is not null).Secret.SecretName} ", create, StringComparison.Ordinal);
        Assert.Contains($"-n {manifests.All<V1Namespace>().Single().Metadata.Name} ", create, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_variable_of_the_compose_files_is_explained()
    {
        var used = new[] { "compose.yaml", "compose.gpu.yaml" }
            .SelectMany(file => Variable().Matches(Repository.Read($"{ComposeFile.Folder}/{file}"))).Select(found => found.Groups[1].Value).Distinct();

        Assert.All(used, name => Assert.Contains($"`{name}`", Text, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<![\w/])((?:src|sweeps|deploy)/[\w./-]+)")]
    private static partial Regex PathInCommand();

    [GeneratedRegex(@"--from-file=\S*/(\S+)")]
    private static partial Regex FromFile();

    [GeneratedRegex(@"\$\{([A-Z_]+):-")]
    private static partial Regex Variable();
}

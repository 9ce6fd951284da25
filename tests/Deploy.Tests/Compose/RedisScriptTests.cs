using System.Diagnostics;
using ResNet.Distributed.Deploy.Tests.Kubernetes;
using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>Redis as the compose file and the Kubernetes manifest start it, and the question whether it is well.</summary>
public sealed class RedisScriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public Task In_compose_it_wants_the_password_and_keeps_what_it_was_told()
    {
        var redis = ComposeFile.Cluster.Services["redis"];
        return CheckAsync(Unescaped(redis.Command[^1]), Unescaped(redis.Healthcheck!.Test[^1]), "/run/secrets/redis_password");
    }

    [Fact]
    public async Task In_kubernetes_it_wants_the_password_and_keeps_what_it_was_told()
    {
        var redis = (await Manifests.OfAsync("overlays/cpu")).Workloads.Single(workload => workload.Name == "redis").Pod.Spec.Containers[0];
        await CheckAsync(redis.Args[0], redis.LivenessProbe.Exec.Command[^1], "/run/secrets/resnet/redis_password");
    }

    private static async Task CheckAsync(string start, string ping, string secret)
    {
        Tool.Require("redis-server", "redis-server");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["password"], "correct horse\n".Replace(" ", "", StringComparison.Ordinal));
        var port = FreePort.Next();
        string Here(string script) => script
            .Replace(secret, folder["password"], StringComparison.Ordinal)
            .Replace("dir /data", $"dir {folder.Path}", StringComparison.Ordinal)
            .Replace("redis-server -", $"redis-server - --bind 127.0.0.1 --port {port}", StringComparison.Ordinal)
            .Replace("redis-cli", $"redis-cli -p {port}", StringComparison.Ordinal);
        using var server = Process.Start(new ProcessStartInfo("sh", ["-c", Here(start)]) { RedirectStandardOutput = true })!;
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            while (await server.StandardOutput.ReadLineAsync(limit.Token) is { } line && !line.Contains("Ready to accept", StringComparison.Ordinal))
            {
            }

            Assert.Equal(0, (await Tool.RunAsync("sh", "-c", Here(ping))).Code);
            Assert.Contains("NOAUTH", (await Tool.RunAsync("redis-cli", "-p", $"{port}", "ping")).Output, StringComparison.Ordinal);
            Assert.True(Directory.Exists(folder["appendonlydir"]), "no append-only file");
            await File.WriteAllTextAsync(folder["password"], "another");
            Assert.NotEqual(0, (await Tool.RunAsync("sh", "-c", Here(ping))).Code);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static string Unescaped(string script) => script.Replace("$$", "$", StringComparison.Ordinal);
}

using System.Globalization;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using ResNet.Distributed.AppHost.Launching;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>How Docker finds out that a container is well: Aspire's publisher does not write that.</summary>
internal static class ComposeHealth
{
    /// <summary>Redis answers.</summary>
    public static Healthcheck OfRedis => Of("redis-cli -a \"$$REDIS_PASSWORD\" --no-auth-warning ping | grep -q PONG");

    /// <summary>A process of the cluster says that it is well; its image has a shell, but nothing that speaks HTTP.</summary>
    public static Healthcheck OfNode => Of(string.Create(
        CultureInfo.InvariantCulture,
        $@"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{ContainerResources.HttpPort}; printf ""GET {ClusterResource.HealthPath} HTTP/1.0\r\n\r\n"" >&3; head -n 1 <&3 | grep -q "" 200 ""'"));

    private static Healthcheck Of(string command) => new()
    {
        Test = ["CMD-SHELL", command],
        Interval = "5s",
        Timeout = "4s",
        Retries = 12,
        StartPeriod = "60s",
    };
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting.Kubernetes;
using ResNet.Distributed.Coordinator;
using ResNet.Distributed.Deploy.Tests.Support;
using ResNet.Distributed.GpuWorker;
using ResNet.Distributed.ServiceDefaults.Hosting;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>What Orleans asks Kubernetes for, by a server that stands for Kubernetes' API: it needs the rights that the role gives, and no others.</summary>
public sealed class OrleansInPodTests
{
    private const string Namespace = "resnet";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_silo_whose_pod_has_its_labels_only_gets_lists_and_watches()
    {
        var pod = Environment.MachineName;
        var asked = new List<string>();
        var watched = new TaskCompletionSource();
        await using var api = await ServeAsync(context => AnswerAsync(context, pod, asked, watched));
        using var limit = new CancellationTokenSource(Limit);
        Set(new() { [KubernetesHostingOptions.PodNamespaceEnvironmentVariable] = Namespace });
        try
        {
            using var host = Silo(api.Urls.Single());
            await host.StartAsync(limit.Token);
            await watched.Task.WaitAsync(limit.Token);
            await host.StopAsync(limit.Token);
        }
        finally
        {
            Set(new() { [KubernetesHostingOptions.PodNamespaceEnvironmentVariable] = null });
        }

        Assert.Equal(
            [$"GET /api/v1/namespaces/{Namespace}/pods", $"GET /api/v1/namespaces/{Namespace}/pods watch", $"GET /api/v1/namespaces/{Namespace}/pods/{pod}"],
            asked.Distinct().Order());
    }

    [Fact]
    public async Task Both_programs_ask_kubernetes_in_a_pod_and_only_there()
    {
        string[] pod = ["--applicationName=ResNet.Distributed.Coordinator", $"--{KubernetesPod.NameKey}=a", $"--{KubernetesPod.NamespaceKey}={Namespace}"];
        await using var elsewhere = CoordinatorApp.Create(pod);
        await using var coordinator = CoordinatorApp.Create([.. pod, $"--{KubernetesPod.ApiHostKey}=10.0.0.1"]);

        // A worker reads its environment and nothing else.
        var variables = new Dictionary<string, string>
        {
            [KubernetesPod.NamespaceKey] = Namespace,
            [KubernetesPod.NameKey] = Environment.MachineName,
            [KubernetesPod.ApiHostKey] = "10.0.0.1",
            ["Orleans__Clustering__ProviderType"] = "Redis",
            ["Orleans__Clustering__ConnectionName"] = "redis",
            ["ConnectionStrings__redis"] = "127.0.0.1:1,abortConnect=false",
        };
        Set(variables.ToDictionary(variable => variable.Key, variable => (string?)variable.Value));
        try
        {
            await using var worker = WorkerApp.Create();
            Assert.True(Asks(worker));
        }
        finally
        {
            Set(variables.ToDictionary(variable => variable.Key, _ => (string?)null));
        }

        Assert.True(Asks(coordinator));
        Assert.False(Asks(elsewhere));
    }

    private static void Set(Dictionary<string, string?> variables)
    {
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private static bool Asks(WebApplication app) => app.Services.GetServices<IValidateOptions<KubernetesHostingOptions>>().Any();

    private static IHost Silo(string api)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next(), serviceId: "resnet-distributed", clusterId: "resnet-distributed");
            silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = IPAddress.Loopback);
            silo.UseKubernetesHosting(options => options.Configure(kubernetes =>
                kubernetes.GetClientConfiguration = () => new k8s.KubernetesClientConfiguration { Host = api }));
        });
        return builder.Build();
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{FreePort.Next()}");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    private static async Task AnswerAsync(HttpContext context, string pod, List<string> asked, TaskCompletionSource watched)
    {
        var isWatch = context.Request.Query["watch"].Contains("true");
        lock (asked)
        {
            asked.Add($"{context.Request.Method} {context.Request.Path}{(isWatch ? " watch" : "")}");
        }

        var item = new
        {
            apiVersion = "v1",
            kind = "Pod",
            metadata = new Dictionary<string, object>
            {
                ["name"] = pod,
                ["namespace"] = Namespace,
                ["labels"] = new Dictionary<string, string>
                {
                    [KubernetesHostingOptions.ClusterIdLabel] = "resnet-distributed",
                    [KubernetesHostingOptions.ServiceIdLabel] = "resnet-distributed",
                },
            },
        };
        if (isWatch)
        {
            // A watch stays open until the one who watches leaves.
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync();
            watched.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (context.Request.Path.Value!.EndsWith("/pods", StringComparison.Ordinal))
        {
            await context.Response.WriteAsJsonAsync(new { apiVersion = "v1", kind = "PodList", metadata = new { }, items = new[] { item } });
        }
        else
        {
            await context.Response.WriteAsJsonAsync(item);
        }
    }
}

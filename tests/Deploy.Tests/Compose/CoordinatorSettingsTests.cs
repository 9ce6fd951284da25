using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using ResNet.Distributed.Coordinator;
using ResNet.Distributed.Deploy.Tests.Images;
using ResNet.Distributed.Deploy.Tests.Support;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>What a coordinator makes of the settings that compose gives it.</summary>
public sealed class CoordinatorSettingsTests(ProjectImages images)
{
    [Fact]
    public async Task Its_cluster_ports_store_and_folders_are_those_of_the_settings()
    {
        using var secrets = new TemporaryFolder();
        await File.WriteAllTextAsync(secrets["ConnectionStrings__redis"], "127.0.0.1:1,abortConnect=false\n");
        await File.WriteAllTextAsync(secrets["Security__ApiKey"], new string('k', 64));
        var settings = images.Coordinator.Environment.Concat(ComposeFile.Cluster.Services["coordinator-0"].Environment)
            .Append(new("Secrets__Directory", secrets.Path))
            .Where(setting => setting.Key.Contains("__", StringComparison.Ordinal));

        await using var app = CoordinatorApp.Create(
            ["--applicationName=ResNet.Distributed.Coordinator",
                .. settings.Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}")]);

        var cluster = app.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        var endpoints = app.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal(("resnet-distributed", "resnet-distributed"), (cluster.ClusterId, cluster.ServiceId));
        Assert.Equal((11111, 30000), (endpoints.SiloPort, endpoints.GatewayPort));
        Assert.Equal("/runs", app.Services.GetRequiredService<IOptions<RunOptions>>().Value.OutputDirectory);
        Assert.Equal("RedisMembershipTable", app.Services.GetRequiredService<IMembershipTable>().GetType().Name);
        Assert.Equal("127.0.0.1:1,abortConnect=false", app.Configuration["ConnectionStrings:redis"]);
    }
}

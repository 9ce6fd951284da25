using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>The scripts that ask a container for its health, run as they are shipped.</summary>
public sealed class ProbeTests
{
    public static TheoryData<string> Asked => [.. ComposeFile.Cluster.Lasting
        .Where(service => service.Value.Healthcheck!.Test.Contains("bash")).Select(service => service.Key)];

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task A_healthy_container_is_told_from_a_sick_one_and_from_a_dead_one(string service)
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var answer = StatusCodes.Status200OK;
        var asked = new List<string>();
        await using (var app = builder.Build())
        {
            app.Run(context =>
            {
                asked.Add(context.Request.Path);
                context.Response.StatusCode = answer;
                return Task.CompletedTask;
            });
            await app.StartAsync();
            Assert.Equal(0, await RunAsync(service, port));
            answer = StatusCodes.Status503ServiceUnavailable;
            Assert.Equal(1, await RunAsync(service, port));
            await app.StopAsync();
        }

        Assert.Equal(1, await RunAsync(service, port));
        Assert.Contains(Assert.Single(asked.Distinct()), (string[])["/health", "/alive"]);
    }

    private static async Task<int> RunAsync(string service, int port)
    {
        var test = ComposeFile.Cluster.Services[service].Healthcheck!.Test;
        Assert.Equal("CMD", test[0]);
        var script = test[^1].Replace("$$", "$", StringComparison.Ordinal).Replace("/8080", $"/{port}", StringComparison.Ordinal);
        return (await Tool.RunAsync(test[1], [.. test[2..^1], script])).Code;
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using ResNet.Distributed.Deploy.Tests.Support;
using ResNet.Distributed.EndToEnd.Tests.Support;
using StackExchange.Redis;

namespace ResNet.Distributed.Membership.Tests;

public sealed class JoiningTogetherTests
{
    private const int Silos = 6;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // Without turns nearly every silo is refused at least once, and waits for seconds.
    [Fact]
    public async Task Of_silos_that_start_at_the_same_moment_none_is_refused()
    {
        using var redis = await RedisServer.StartAsync();
        var refusals = new Refusals();
        var hosts = Enumerable.Range(0, Silos).Select(_ => Silo(redis.Connection, refusals)).ToArray();
        try
        {
            await Task.WhenAll(hosts.Select(host => Task.Run(() => host.StartAsync()))).WaitAsync(Deadline);

            Assert.Equal(2 * Silos, refusals.Writes);
            Assert.Equal(0, refusals.Refused);
        }
        finally
        {
            Array.ForEach(hosts, host => host.Dispose());
        }
    }

    private static IHost Silo(string store, Refusals refusals)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(store));
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("cluster", "service"));
            silo.ConfigureEndpoints(IPAddress.Loopback, FreePort.Next(), FreePort.Next());
            silo.Services.AddJoinTurns();
            Count(silo.Services, refusals);
        });
        return builder.Build();
    }

    private static void Count(IServiceCollection services, Refusals refusals)
    {
        var table = services.Last(service => service.ServiceType == typeof(IMembershipTable));
        services.Remove(table);
        services.Add(ServiceDescriptor.Singleton<IMembershipTable>(provider =>
            new CountingTable((IMembershipTable)(table.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, table.ImplementationType!)), refusals)));
    }
}

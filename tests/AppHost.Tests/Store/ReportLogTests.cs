extern alias coordinator;

using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.EndToEnd.Tests.Support;
using ResNet.Distributed.Launching.Topology;
using StackExchange.Redis;
using CoordinatorMeter = coordinator::ResNet.Distributed.Coordinator.Telemetry.CoordinatorMeter;
using RedisReportLog = coordinator::ResNet.Distributed.Coordinator.Storage.RedisReportLog;
using StoreConnection = coordinator::ResNet.Distributed.Coordinator.Storage.StoreConnection;

namespace ResNet.Distributed.AppHost.Tests.Store;

/// <summary>What the coordinator adds to the stored states of trials, in the store that is embedded here, or in Redis.</summary>
[Collection(EmbeddedStores.Name)]
public sealed class ReportLogTests : IDisposable
{
    private static readonly GrainId Trial = GrainId.Create("trial", "sweep/1");

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = new FreePorts(IPAddress.Loopback).Next();
    private readonly IOptions<ClusterOptions> _cluster = Options.Create(new ClusterOptions { ServiceId = "service" });
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<CoordinatorMeter>().BuildServiceProvider();

    private CoordinatorMeter Meter => _services.GetRequiredService<CoordinatorMeter>();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Entries_are_there_by_revision_after_the_store_has_died_and_none_was_given_twice()
    {
        using (Start("store"))
        {
            using var connection = await ConnectAsync();
            var log = Log(connection);

            // In many groups, of which each has several.
            var added = await Task.WhenAll(Enumerable.Range(1, 300).Select(revision => log.TryAddAsync(Trial, 1, [Entry(revision, $"first {revision}")])));
            Assert.All(added, Assert.True);
            Assert.False(await log.TryAddAsync(Trial, 1, [Entry(7, "second")]));
            Assert.False(await log.TryAddAsync(Trial, 1, [Entry(301, "first 301"), Entry(12, "second")]));
            Assert.True(await log.TryAddAsync(Trial, 2, [Entry(7, "another attempt's"), Entry(8, "")]));

            // What a killed process leaves: the files as they are now.
            StoreFiles.Copy(_folder["store"], _folder["copy"]);
        }

        using var again = Start("copy");
        using var reader = await ConnectAsync();
        var read = await Log(reader).ReadAsync(Trial, 1);
        Assert.Equal(Enumerable.Range(1, 301).Select(revision => $"{revision} first {revision}"), read.Select(entry => $"{entry.Key} {Text(entry.Value)}"));
        Assert.Equal(["another attempt's", ""], (await Log(reader).ReadAsync(Trial, 2)).Values.Select(Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_attempt_that_is_over_is_forgotten_after_a_while_and_no_other(bool isRedis)
    {
        var redis = isRedis ? await RedisServer.StartAsync() : null;
        using IDisposable store = redis is null ? Start("store") : redis;
        using var connection = await ConnectAsync(redis?.Connection);
        var log = Log(connection);
        await log.TryAddAsync(Trial, 1, [Entry(1, "a")]);
        await log.TryAddAsync(Trial, 2, [Entry(2, "b")]);

        log.Forget(Trial, 1);

        // Until then, whoever does not know that it is over can add nothing that was there, nor keep it.
        Assert.False(await log.TryAddAsync(Trial, 1, [Entry(1, "second")]));
        await log.TryAddAsync(Trial, 1, [Entry(3, "late")]);
        Assert.Equal(["a", "late"], (await log.ReadAsync(Trial, 1)).Values.Select(Text));
        var left = await TimeToLiveAsync(connection, 1);
        Assert.InRange(left!.Value, log.Grace / 2, log.Grace);

        new RedisReportLog(Connection(connection), _cluster, Meter) { Grace = TimeSpan.FromMilliseconds(50) }.Forget(Trial, 1);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!(await log.ReadAsync(Trial, 1)).IsEmpty)
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Null(await TimeToLiveAsync(connection, 2));
        Assert.Single(await log.ReadAsync(Trial, 2));
    }

    [Fact]
    public async Task What_is_to_be_forgotten_still_is_when_coordinator_and_store_have_died()
    {
        using (Start("store"))
        {
            using var connection = await ConnectAsync();
            var log = Log(connection);
            await log.TryAddAsync(Trial, 1, [Entry(1, "a")]);
            log.Forget(Trial, 1);
            Assert.NotNull(await TimeToLiveAsync(connection, 1));
            StoreFiles.Copy(_folder["store"], _folder["copy"]);
        }

        using var again = Start("copy");
        using var reader = await ConnectAsync();
        Assert.Single(await Log(reader).ReadAsync(Trial, 1));
        Assert.InRange((await TimeToLiveAsync(reader, 1))!.Value, TimeSpan.FromTicks(1), Log(reader).Grace);
    }

    [Fact]
    public async Task What_cannot_be_added_fails_for_everyone_who_waits()
    {
        using var store = Start("store");
        using var connection = await ConnectAsync();
        var log = Log(connection);
        await connection.GetDatabase().StringSetAsync("service/reports/trial/sweep/1/1", "no hash");

        var failures = await Task.WhenAll(Enumerable.Range(1, 5).Select(revision =>
            Assert.ThrowsAnyAsync<Exception>(() => log.TryAddAsync(Trial, 1, [Entry(revision, "a")]))));

        Assert.All(failures, failure => Assert.Contains("trial/sweep/1", failure.Message, StringComparison.Ordinal));
        Assert.True(await log.TryAddAsync(Trial, 2, [Entry(1, "a")]));
    }

    private static KeyValuePair<long, ReadOnlyMemory<byte>> Entry(long revision, string text) => new(revision, Encoding.UTF8.GetBytes(text));

    private static string Text(ReadOnlyMemory<byte> value) => Encoding.UTF8.GetString(value.Span);

    private EmbeddedStore Start(string folder) => EmbeddedStore.Start(_port, _folder[folder], _folder["store.log"]);

    // To the embedded store, where no other one is named.
    private Task<ConnectionMultiplexer> ConnectAsync(string? store = null) => ConnectionMultiplexer.ConnectAsync(store ?? $"127.0.0.1:{_port}");

    private static Task<TimeSpan?> TimeToLiveAsync(IConnectionMultiplexer connection, int attempt) =>
        connection.GetDatabase().KeyTimeToLiveAsync($"service/reports/trial/sweep/1/{attempt}");

    private RedisReportLog Log(IConnectionMultiplexer multiplexer) => new(Connection(multiplexer), _cluster, Meter);

    private static StoreConnection Connection(IConnectionMultiplexer multiplexer)
    {
        var connection = new StoreConnection();
        connection.Use(multiplexer);
        return connection;
    }
}

extern alias coordinator;

using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching.Topology;
using StackExchange.Redis;
using CoordinatorMeter = coordinator::ResNet.Distributed.Coordinator.Telemetry.CoordinatorMeter;
using RedisReportLog = coordinator::ResNet.Distributed.Coordinator.Storage.RedisReportLog;
using StoreConnection = coordinator::ResNet.Distributed.Coordinator.Storage.StoreConnection;

namespace ResNet.Distributed.AppHost.Tests.Store;

/// <summary>What the coordinator adds to the stored states of trials, in the store that is embedded here.</summary>
public sealed class ReportLogTests : IDisposable
{
    private static readonly GrainId Trial = GrainId.Create("trial", "sweep/1");

    private readonly FakeTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = new FreePorts(IPAddress.Loopback).Next();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<CoordinatorMeter>().BuildServiceProvider();

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

    [Fact]
    public async Task An_attempt_that_is_over_is_forgotten_after_a_while_and_no_other()
    {
        using var store = Start("store");
        using var connection = await ConnectAsync();
        var log = Log(connection);
        await log.TryAddAsync(Trial, 1, [Entry(1, "a")]);
        await log.TryAddAsync(Trial, 2, [Entry(2, "b")]);

        log.Forget(Trial, 1);
        _time.Advance(RedisReportLog.Grace - TimeSpan.FromSeconds(1));
        Assert.Single(await log.ReadAsync(Trial, 1));
        _time.Advance(TimeSpan.FromSeconds(1));

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!(await log.ReadAsync(Trial, 1)).IsEmpty)
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Single(await log.ReadAsync(Trial, 2));
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

    private Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_port}");

    private RedisReportLog Log(IConnectionMultiplexer multiplexer)
    {
        var connection = new StoreConnection();
        connection.Use(multiplexer);
        return new RedisReportLog(connection, Options.Create(new ClusterOptions { ServiceId = "service" }), _services.GetRequiredService<CoordinatorMeter>(), _time);
    }
}

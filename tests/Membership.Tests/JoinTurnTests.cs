using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using ResNet.Distributed.EndToEnd.Tests.Support;
using StackExchange.Redis;

namespace ResNet.Distributed.Membership.Tests;

public sealed class JoinTurnTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await (_connection?.DisposeAsync() ?? default);
        _redis?.Dispose();
    }

    [Fact]
    public async Task A_silo_waits_until_the_one_before_has_ended_its_turn()
    {
        var (first, second) = (Turn(), Turn());
        await first.TakeAsync(default);
        var holder = await HolderAsync();

        // Commands of one connection are answered in turn: the second has asked when this one is answered.
        var taken = second.TakeAsync(default);
        Assert.Equal(holder, await HolderAsync());
        Assert.False(taken.IsCompleted);
        await first.EndAsync(default);

        await taken.WaitAsync(Deadline);
        await second.EndAsync(default);
        await Turn().TakeAsync(default).WaitAsync(Deadline);
    }

    [Fact]
    public async Task The_turn_of_a_silo_that_died_ends_by_itself()
    {
        var dead = Turn();
        await dead.TakeAsync(default);
        var before = await HolderAsync();

        await Turn().TakeAsync(default).WaitAsync(Deadline);

        var holder = await HolderAsync();
        Assert.False(holder.IsNull);
        Assert.NotEqual(before, holder);

        // It was only slow: its end must not end the turn of the one after it.
        await dead.EndAsync(default);
        Assert.Equal(holder, await HolderAsync());
    }

    [Fact]
    public async Task A_turn_that_was_not_had_takes_nothing_from_the_silo_that_has_it()
    {
        var holder = Turn();
        await holder.TakeAsync(default);
        var before = await HolderAsync();

        await Turn().EndAsync(default);

        Assert.False(before.IsNull);
        Assert.Equal(before, await HolderAsync());
    }

    [Fact]
    public async Task A_silo_whose_members_are_kept_elsewhere_has_its_turn_at_once()
    {
        var turn = new JoinTurn(Options.Create(new ClusterOptions()), TimeProvider.System, NullLogger<JoinTurn>.Instance);

        await turn.TakeAsync(default);
        await turn.EndAsync(default);
    }

    [Fact]
    public async Task A_silo_goes_on_where_the_store_cannot_be_reached()
    {
        var turn = Turn();
        await _redis.KillAsync();

        await turn.TakeAsync(default).WaitAsync(Deadline);
        await turn.EndAsync(default).WaitAsync(Deadline);
        await _redis.StartAgainAsync();
    }

    private Task<RedisValue> HolderAsync() => _connection.GetDatabase().LockQueryAsync("cluster-service/joining/cluster");

    private JoinTurn Turn()
    {
        var turn = new JoinTurn(
            Options.Create(new ClusterOptions { ClusterId = "cluster", ServiceId = "cluster-service" }), TimeProvider.System, NullLogger<JoinTurn>.Instance);
        turn.Use(_connection);
        return turn;
    }
}

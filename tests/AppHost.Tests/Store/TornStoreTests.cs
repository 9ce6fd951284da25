using System.Net;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Tests.Store;

/// <summary>What a machine that lost its power leaves of the store's files: it starts, with everything before the tear.</summary>
[Collection(EmbeddedStores.Name)]
public sealed class TornStoreTests : IDisposable
{
    private const int Keys = 40;

    // What a disk writes whole or not at all.
    private const int Sector = 512;

    private readonly TemporaryFolder _folder = new();
    private readonly FreePorts _ports = new(IPAddress.Loopback);

    private string Log => Path.Combine(_folder["store"], "AOF/aof.log.0");

    private string Commit => Path.Combine(_folder["store"], "AOF/log-commits/commit.1.0");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Sector)]
    [InlineData(8 * Sector)]
    [InlineData(60 * Sector)]
    public void A_log_that_is_cut_short_loses_its_tail_alone(int bytes) => AssertPrefix(Damage(Log, log => log[..^bytes]), bytes);

    [Theory]
    [InlineData(Sector)]
    [InlineData(8 * Sector)]
    [InlineData(60 * Sector)]
    public void A_tail_that_never_reached_the_disk_is_lost_alone(int bytes) => AssertPrefix(
        Damage(Log, log =>
        {
            log.AsSpan(log.Length - bytes).Clear();
            return log;
        }),
        bytes);

    [Theory]
    [InlineData(512)]
    [InlineData(300)]
    public void A_torn_record_of_the_last_commit_loses_nothing(int bytes) => Assert.Equal(Keys, Damage(Commit, commit => commit[..^bytes]));

    [Fact]
    public void A_damaged_record_of_the_last_commit_loses_nothing() => Assert.Equal(Keys, Damage(Commit, commit =>
    {
        commit[12] ^= 0x55;
        return commit;
    }));

    // 5 KB a key: the tear takes what it touches, and the entry before, whose end is in the same page of the log.
    private static void AssertPrefix(int kept, int tornBytes) => Assert.InRange(kept, Keys - 2 - (tornBytes / 5_000) - 1, Keys - 1);

    /// <summary>How many keys are there after the damage: all before the first one that is missing.</summary>
    private int Damage(string file, Func<byte[], byte[]> damage)
    {
        WriteAndDie();
        File.WriteAllBytes(file, damage(File.ReadAllBytes(file)));
        var port = _ports.Next();
        using var store = EmbeddedStore.Start(port, _folder["store"], _folder["store.log"]);
        using var connection = new RespConnection(port);
        var there = Enumerable.Range(0, Keys).Select(i => connection.Send("GET", $"key{i}") == Value(i)).ToList();
        var kept = there.TakeWhile(found => found).Count();
        Assert.DoesNotContain(true, there.Skip(kept));
        Assert.Equal("+OK", connection.Send("SET", "another", "value"));
        return kept;
    }

    // The files as they are while the store runs are those that a killed process leaves.
    private void WriteAndDie()
    {
        var port = _ports.Next();
        using var store = EmbeddedStore.Start(port, _folder["living"], _folder["living.log"]);
        using var connection = new RespConnection(port);
        for (var i = 0; i < Keys; i++)
        {
            connection.Send("SET", $"key{i}", Value(i));
        }

        StoreFiles.Copy(_folder["living"], _folder["store"]);
    }

    private static string Value(int i) => $"value{i}" + new string('x', 5_000);
}

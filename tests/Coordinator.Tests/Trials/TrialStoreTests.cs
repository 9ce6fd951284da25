using System.Text.Json;
using Orleans.Storage;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Tests.Cluster;
using ResNet.Distributed.Coordinator.Trials;
using static ResNet.Distributed.Coordinator.Tests.Trials.TrialSamples;

namespace ResNet.Distributed.Coordinator.Tests.Trials;

public sealed class TrialStoreTests
{
    private static readonly GrainId Trial = GrainId.Create(GrainTypes.Trial, "sweep/1");

    private readonly SharedStorage _storage = new();

    [Fact]
    public async Task Reports_are_read_again_in_order_though_the_state_was_not_written_for_them()
    {
        var store = await RunningAsync();
        var writes = _storage.Writes;
        for (var epoch = 0; epoch < 12; epoch++)
        {
            await WriteAsync(store, Done(1, epoch, epoch / 16.0));
        }

        Assert.Equal(writes, _storage.Writes);
        Assert.Equal(store.State.Epochs, (await NewAsync()).State.Epochs.AsEnumerable());
        Assert.Equal(store.State.Revision, (await NewAsync()).State.Revision);
    }

    [Fact]
    public async Task One_attempts_log_leads_on_into_the_next_ones()
    {
        var store = await RunningAsync();
        await WriteAsync(store, Done(1, 0));
        await WriteAsync(store, Ended(1, AttemptOutcome.HandedBack), Granted(2));
        await WriteAsync(store, Done(2, 1));

        Assert.Equal(Text(store), Text(await NewAsync()));
    }

    [Fact]
    public async Task A_write_of_nothing_new_adds_nothing()
    {
        var store = await RunningAsync();
        await store.WriteStateAsync();
        await WriteAsync(store, Done(1, 0));
        await store.WriteStateAsync();

        Assert.Single(await _storage.ReadAsync(Trial, 1));
        Assert.Equal(Text(store), Text(await NewAsync()));
    }

    [Fact]
    public async Task Several_reports_and_one_write_are_all_there()
    {
        var store = await RunningAsync();

        await WriteAsync(store, Done(1, 0), Done(1, 1));

        Assert.Equal([0, 1], (await NewAsync()).State.Epochs.Select(epoch => epoch.Epoch));
    }

    [Fact]
    public async Task The_end_of_an_attempt_is_written_whole_and_nothing_else_is_left()
    {
        var store = await RunningAsync();
        await WriteAsync(store, Done(1, 0));

        await WriteAsync(store, Ended(1, AttemptOutcome.HandedBack));

        Assert.Equal(Text(store), Text(await NewAsync()));
        Assert.Empty(await _storage.ReadAsync(Trial, 1));
    }

    [Fact]
    public async Task A_state_of_a_running_trial_that_was_only_ever_written_whole_is_read_and_gone_on_from()
    {
        var older = After(new TrialEvent.Started(Spec(epochs: 20), Now), Granted(1), Done(1, 0), Done(1, 1));
        await _storage.WriteStateAsync(TrialStore.Name, Trial, new GrainState<TrialState>(older));

        var store = await NewAsync();
        Assert.Equal(older.Epochs, store.State.Epochs.AsEnumerable());
        await WriteAsync(store, Done(1, 2));

        Assert.Equal(3, (await NewAsync()).State.Epochs.Length);
    }

    public static TheoryData<string> Firsts => ["a report", "a note"];

    [Theory]
    [MemberData(nameof(Firsts))]
    public async Task Of_two_activations_one_alone_goes_on(string first)
    {
        await RunningAsync();
        foreach (var second in new[] { Done(1, 0), new TrialEvent.Noted(1, "another"), Ended(1, AttemptOutcome.HandedBack) })
        {
            await AssertConflictAsync(first == "a report" ? Done(1, 0) : new TrialEvent.Noted(1, "first"), second);
        }
    }

    [Fact]
    public async Task An_end_is_safe_before_the_state_is_written_by_itself()
    {
        var slow = await RunningAsync();
        using var go = new SemaphoreSlim(0);
        _storage.BeforeWrite = () => go.WaitAsync();
        await WriteAsync(slow, Done(1, 0), Ended(1, AttemptOutcome.HandedBack));
        _storage.BeforeWrite = () => Task.CompletedTask;

        // As after a death at that moment: another one goes on, and what comes late is refused.
        var next = await NewAsync();
        Assert.Equal(Text(slow), Text(next));
        await WriteAsync(next, Granted(2));
        go.Release();
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(slow, Granted(3)));

        Assert.Equal(Text(next), Text(await NewAsync()));
    }

    [Fact]
    public async Task What_happens_while_an_end_is_written_comes_after_it()
    {
        var store = await RunningAsync();
        using var go = new SemaphoreSlim(0);
        _storage.BeforeWrite = () => go.WaitAsync();
        await WriteAsync(store, Ended(1, AttemptOutcome.HandedBack));
        _storage.BeforeWrite = () => Task.CompletedTask;
        var granted = WriteAsync(store, Granted(2));
        Assert.False(granted.IsCompleted);

        go.Release();
        await granted;

        Assert.Equal(Text(store), Text(await NewAsync()));
    }

    [Fact]
    public async Task A_store_that_was_away_has_everything_when_it_is_back()
    {
        var store = await RunningAsync();
        _storage.IsAway = true;
        await Assert.ThrowsAsync<OrleansException>(() => WriteAsync(store, Done(1, 0)));
        await Assert.ThrowsAsync<OrleansException>(() => WriteAsync(store, new TrialEvent.Noted(1, "noted")));
        _storage.IsAway = false;

        await store.WriteStateAsync();

        var read = await NewAsync();
        Assert.Equal(("noted", 1), (read.State.Attempts[0].Note, read.State.Epochs.Length));
    }

    [Fact]
    public async Task A_stored_report_that_is_no_json_is_an_error_that_says_which()
    {
        var store = await RunningAsync();
        await _storage.TryAddAsync(Trial, 1, [new(store.State.Revision + 1, "{"u8.ToArray())]);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(NewAsync);

        Assert.Contains($"revision {store.State.Revision + 1}", failure.Message, StringComparison.Ordinal);
    }

    private async Task AssertConflictAsync(TrialEvent first, TrialEvent second)
    {
        var (one, other) = (await NewAsync(), await NewAsync());
        var epochs = one.State.Epochs.Length;
        await WriteAsync(one, Renumbered(first, epochs));

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(other, Renumbered(second, epochs)));

        Assert.Equal(Text(one), Text(await NewAsync()));
    }

    private static string Text(TrialStore store) => JsonSerializer.Serialize(store.State, ApiJson.Options);

    private static TrialEvent Renumbered(TrialEvent what, int epoch) => what is TrialEvent.EpochDone ? Done(1, epoch) : what;

    private async Task<TrialStore> RunningAsync()
    {
        var store = await NewAsync();
        await WriteAsync(store, new TrialEvent.Started(Spec(epochs: 20), Now), Granted(1));
        return store;
    }

    private async Task<TrialStore> NewAsync()
    {
        var store = new TrialStore(_storage, _storage, Trial);
        await store.ReadStateAsync();
        return store;
    }

    private static Task WriteAsync(TrialStore store, params TrialEvent[] events)
    {
        foreach (var what in events)
        {
            (store.State, var taken) = TrialTransitions.Apply(store.State, what);
            Assert.True(taken, $"{what} was refused");
        }

        return store.WriteStateAsync();
    }
}

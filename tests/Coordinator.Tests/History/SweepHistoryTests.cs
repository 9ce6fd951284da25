using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.History;
using ResNet.Distributed.Coordinator.Tests.Cluster;
using ResNet.Distributed.Coordinator.Tests.Trials;

namespace ResNet.Distributed.Coordinator.Tests.History;

/// <summary>The history of real sweeps, with simulated workers.</summary>
public sealed class SweepHistoryTests : IAsyncLifetime
{
    private const string TrialDetail = "ITrialGrain.GetAsync";
    private const string Listing = "ICoordinatorGrain.GetTrialsAsync";

    private const string Sweep = """
        name: flow
        method: grid
        parameters:
          lr: { values: [1.0e-3, 1.0e-4, 1.0e-5, 1.0e-6] }
          epochs: { value: 2 }
        max_failures: 0
        """;

    private readonly FakeTimeProvider _time = new();
    private TestSilos _silos = null!;
    private SweepWatches _watches = null!;
    private SweepHistory _history = null!;

    public async ValueTask InitializeAsync()
    {
        _silos = await TestSilos.StartAsync();
        _watches = new SweepWatches(_silos.Grains, _time, NullLogger<SweepWatches>.Instance);
        _history = new SweepHistory(_watches, _time, NullLogger<SweepHistory>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _watches.Dispose();
        await _silos.DisposeAsync();
    }

    [Fact]
    public async Task It_has_all_epochs_and_attempts_and_the_trials_that_have_not_begun()
    {
        _silos.Workers.Train = (grains, assignment) => assignment.Trial.Id.Number switch
        {
            1 => SimulatedTraining.CompleteAsync(grains, assignment),
            2 => SimulatedTraining.FailFirst(1)(grains, assignment),
            _ => SimulatedTraining.HangAsync(grains, assignment),
        };
        await BeginAsync();
        await UntilAsync(snapshot => snapshot.Trials[2].Trial.Status == TrialStatus.Running);

        var snapshot = (await _history.GetAsync("flow", default))!;

        Assert.Equal(("flow", 2), (snapshot.Sweep.Id, snapshot.Sweep.Ended));
        Assert.Equal([1, 2, 3, 4], snapshot.Trials.Select(trial => trial.Trial.Number));
        Assert.Equal([0, 1], snapshot.Trials[0].Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal("boom", Assert.Single(snapshot.Trials[1].Attempts).Error);
        Assert.Empty(snapshot.Trials[2].Epochs);
        Assert.Equal("worker-0", Assert.Single(snapshot.Trials[2].Attempts).Worker);
        Assert.True(snapshot.Trials[3] is { Trial.Status: TrialStatus.Waiting, Epochs.IsEmpty: true, Attempts.IsEmpty: true });
    }

    [Fact]
    public async Task Only_trials_that_have_changed_are_asked_and_the_others_stay_the_same_instances()
    {
        _silos.Workers.Train = async (grains, assignment) =>
        {
            if (assignment.Trial.Id.Number == 1)
            {
                await SimulatedTraining.CompleteAsync(grains, assignment);
            }
        };
        await BeginAsync();
        var first = await UntilAsync(snapshot => snapshot.Trials[1].Trial.Status == TrialStatus.Running);

        _silos.Calls.Take(TrialDetail);
        Assert.Same(first, await _history.GetAsync("flow", default));
        Assert.Empty(_silos.Calls.Take(TrialDetail));

        await ReportAsync(trial: 2, epoch: 0);
        var second = (await _history.GetAsync("flow", default))!;

        Assert.Equal(["flow/2"], _silos.Calls.Take(TrialDetail));
        Assert.Single(second.Trials[1].Epochs);
        Assert.NotSame(first.Trials[1], second.Trials[1]);
        Assert.Same(first.Trials[0], second.Trials[0]);
        Assert.Same(first.Trials[2], second.Trials[2]);
    }

    [Fact]
    public async Task Followers_are_told_of_changes_and_share_one_look()
    {
        _silos.Workers.Train = SimulatedTraining.HangAsync;
        await BeginAsync();
        await UntilAsync(snapshot => snapshot.Trials[0].Trial.Status == TrialStatus.Running);
        using var stop = new CancellationTokenSource();
        var followers = Enumerable.Range(0, 5).Select(_ => _history.FollowAsync("flow", stop.Token).GetAsyncEnumerator()).ToArray();
        foreach (var follower in followers)
        {
            Assert.True(await follower.MoveNextAsync());
        }

        await ReportAsync(trial: 1, epoch: 0);
        _silos.Calls.Take(Listing);
        var next = followers.Select(follower => follower.MoveNextAsync().AsTask()).ToArray();
        Assert.Empty(_silos.Calls.Take(Listing));
        _time.Advance(SweepWatches.Period);

        Assert.All(await Task.WhenAll(next).WaitAsync(TimeSpan.FromSeconds(30)), Assert.True);
        Assert.Equal(["flow"], _silos.Calls.Take(Listing));
        Assert.All(followers, follower => Assert.Same(followers[0].Current, follower.Current));
        Assert.Single(followers[0].Current.Trials[0].Epochs);

        next = [.. followers.Select(follower => follower.MoveNextAsync().AsTask())];
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(next).WaitAsync(TimeSpan.FromSeconds(30)), Assert.False);
        await Task.WhenAll(followers.Select(follower => follower.DisposeAsync().AsTask()));
        _silos.Calls.Take(Listing);
        _time.Advance(SweepWatches.Period * 10);
        Assert.Empty(_silos.Calls.Take(Listing));
    }

    [Fact]
    public async Task A_follower_goes_on_when_a_look_or_a_trial_fails()
    {
        _silos.Workers.Train = SimulatedTraining.HangAsync;
        await BeginAsync();
        await UntilAsync(snapshot => snapshot.Trials[0].Trial.Status == TrialStatus.Running);
        await using var follower = _history.FollowAsync("flow", default).GetAsyncEnumerator();
        Assert.True(await follower.MoveNextAsync());
        await ReportAsync(trial: 1, epoch: 0);
        var failures = new List<string>();
        _silos.Calls.Fails = call =>
        {
            // Each of the two fails once.
            var fails = (call.StartsWith(Listing, StringComparison.Ordinal) || call.StartsWith(TrialDetail, StringComparison.Ordinal)) && !failures.Contains(call);
            failures.AddRange(fails ? [call] : []);
            return fails;
        };

        var next = follower.MoveNextAsync().AsTask();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!next.IsCompleted)
        {
            _time.Advance(SweepWatches.Period);
            await look.WaitForNextTickAsync(deadline.Token);
        }

        Assert.True(await next);
        Assert.Equal([$"{Listing} flow", $"{TrialDetail} flow/1"], failures);
        Assert.Single(follower.Current.Trials[0].Epochs);
    }

    [Fact]
    public async Task What_nobody_looks_at_is_forgotten_and_what_is_no_sweep_at_once()
    {
        await BeginAsync();
        Assert.Null(await _history.GetAsync("nobody", default));
        await foreach (var snapshot in _history.FollowAsync("nobody", default))
        {
            Assert.Fail($"{snapshot.Sweep.Id} is not there.");
        }

        Assert.Equal(0, _watches.Count);
        await _history.GetAsync("flow", default);
        await using (var follower = _history.FollowAsync("flow", default).GetAsyncEnumerator())
        {
            Assert.True(await follower.MoveNextAsync());
            _time.Advance(SweepWatches.Memory * 2);
            Assert.Equal(1, _watches.Count);
        }

        _time.Advance(SweepWatches.Memory / 2);
        Assert.Equal(1, _watches.Count);
        _time.Advance(SweepWatches.Memory);
        Assert.Equal(0, _watches.Count);
    }

    private async Task BeginAsync()
    {
        await _silos.JoinAsync("worker-0");
        await _silos.Grains.Coordinator("flow").SubmitAsync(Sweep);
    }

    private Task ReportAsync(int trial, int epoch) => _silos.Grains.Trial(new TrialId("flow", trial)).ReportAsync(new EpochReport
    {
        Attempt = 1,
        Metrics = TrialSamples.Epoch(epoch, 0.5),
        Data = "cifar-10",
    });

    // Until it is as wanted, and a look later still the same: what else comes of the same event may come a moment later.
    private async Task<SweepSnapshot> UntilAsync(Func<SweepSnapshot, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        SweepSnapshot? before = null;
        while (true)
        {
            var snapshot = await _history.GetAsync("flow", deadline.Token);
            if (snapshot is not null && wanted(snapshot) && ReferenceEquals(snapshot, before))
            {
                return snapshot;
            }

            before = snapshot;
            await look.WaitForNextTickAsync(deadline.Token);
        }
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Chaos.Sweeps;

/// <summary>
/// Asks every coordinator for the current sweep's trials every 200 ms. One loop for each, so that a coordinator that hangs does not
/// delay what the other says; an answer counts only if it was asked for after the one before.
/// </summary>
internal sealed class TrialWatch(IReadOnlyList<ChaosApi> apis, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly SortedSet<string> _violations = new(StringComparer.Ordinal);
    private Observation _latest = new("", 0, []);

    /// <summary>Raised for each observation, in order, on the thread of whoever got it.</summary>
    public event Action<Observation>? Observed;

    /// <summary>The newest observation.</summary>
    public Observation Latest
    {
        get
        {
            lock (_lock)
            {
                return _latest;
            }
        }
    }

    /// <summary>What the answers showed that must not happen.</summary>
    public ImmutableArray<string> Violations
    {
        get
        {
            lock (_lock)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>Watches this sweep from now on; the cluster has accepted it.</summary>
    public void Follow(string sweep)
    {
        lock (_lock)
        {
            _latest = new Observation(sweep, time.GetTimestamp(), []);
        }
    }

    /// <summary>Watches until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(apis.Select(api => WatchAsync(api, cancellation)));

    /// <summary>Waits for an observation.</summary>
    /// <exception cref="OperationCanceledException">Cancelled first.</exception>
    public async Task<Observation> WaitAsync(Func<Observation, bool> condition, CancellationToken cancellation)
    {
        var found = new TaskCompletionSource<Observation>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(Observation observation)
        {
            if (condition(observation))
            {
                found.TrySetResult(observation);
            }
        }

        Observed += Look;
        try
        {
            Look(Latest);
            return await found.Task.WaitAsync(cancellation);
        }
        finally
        {
            Observed -= Look;
        }
    }

    private async Task WatchAsync(ChaosApi api, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                var sweep = Latest.Sweep;
                if (sweep.Length > 0)
                {
                    var asked = time.GetTimestamp();
                    Take(sweep, asked, await api.TrialsAsync(sweep, cancellation));
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end of the run.
        }
    }

    private void Take(string sweep, long asked, ImmutableArray<Contracts.Api.TrialView>? trials)
    {
        if (trials is null)
        {
            return;
        }

        Observation taken;
        lock (_lock)
        {
            if (sweep != _latest.Sweep || asked <= _latest.Asked)
            {
                return;
            }

            if (trials.Value.IsEmpty)
            {
                _violations.Add($"sweep {sweep} was accepted, and then the API did not know it or its trials");
                return;
            }

            Check(_latest, trials.Value);
            _latest = taken = new Observation(sweep, asked, trials.Value);
        }

        Observed?.Invoke(taken);
    }

    // A trial that has completed was promised to whoever asked; nothing may take it back.
    private void Check(Observation before, ImmutableArray<Contracts.Api.TrialView> now)
    {
        foreach (var (old, next) in before.Trials.Zip(now))
        {
            if (old.Status == TrialStatus.Completed && next.Status != TrialStatus.Completed)
            {
                _violations.Add($"sweep {before.Sweep}: trial {old.Number} was completed and then {next.Status}");
            }
        }
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Chaos.Cluster;
using ResNet.Distributed.Chaos.Comparison;
using ResNet.Distributed.Chaos.Faults;
using ResNet.Distributed.Chaos.Processes;
using ResNet.Distributed.Chaos.Sweeps;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Chaos;

/// <summary>Runs one sweep calmly, then the same under faults as often as the faults last, and compares.</summary>
internal sealed class ChaosRun
{
    private readonly ChaosOptions _options;
    private readonly Action<string> _print;
    private readonly TimeProvider _time;
    private readonly RunFolder _folder;
    private readonly Programs _programs;

    /// <param name="options">The run's sizes.</param>
    /// <param name="print">Takes a line for each thing that happens, from any thread.</param>
    /// <param name="time">For all waits.</param>
    /// <exception cref="ChaosException">A program of the cluster is missing.</exception>
    public ChaosRun(ChaosOptions options, Action<string> print, TimeProvider time)
    {
        (_options, _print, _time) = (options, print, time);
        _programs = Programs.Find(options.Bin);
        _folder = new RunFolder(options.KeepLogs);
    }

    /// <summary>Does all of it. What the cluster does wrong is in the result.</summary>
    /// <exception cref="ChaosException">The harness cannot go on; the run's files are kept.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left running.</exception>
    public async Task<ChaosResult> RunAsync(CancellationToken cancellation)
    {
        _print($"files: {_folder.Path}");
        var data = SyntheticCifar.Write(_folder["data"], seed: 7, trainPerBatch: 64, testCount: 64, cancellation);
        var calm = await PhaseAsync("calm", data, faults: 0, cancellation);
        var chaos = await PhaseAsync("chaos", data, _options.Faults, cancellation);
        ImmutableArray<SweepComparison> sweeps = calm.Sweeps is [var reference]
            ? [.. chaos.Sweeps.Select(sweep => SweepComparer.Compare(reference, sweep))]
            : [];
        var result = new ChaosResult(
            _options,
            _folder.Path,
            calm.Sweeps.Sum(sweep => sweep.Seconds),
            chaos.Sweeps.Sum(sweep => sweep.Seconds),
            chaos.Faults,
            sweeps,
            [.. calm.UnexpectedExits, .. chaos.UnexpectedExits],
            [.. calm.Violations, .. chaos.Violations]);
        await _folder.EndAsync(result);
        return result;
    }

    private async Task<Phase> PhaseAsync(string name, string data, int faults, CancellationToken cancellation)
    {
        await using var cluster = await ChaosCluster.StartAsync(_options, _programs, data, _folder[name], _time);
        ChaosApi[] apis = [.. cluster.Addresses.Select(address => new ChaosApi(address))];
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = new TrialWatch(apis, _time);
        var loop = new SweepLoop(_options, apis, watch, cluster.Output, _time, _print);
        var watching = watch.RunAsync(limited.Token);
        try
        {
            // Neither ends by itself, but either may fail.
            var failing = Task.WhenAny(cluster.FailureAsync(), watching).Unwrap();
            return await SweepAsync(name, faults, cluster, watch, loop, failing, limited, cancellation);
        }
        finally
        {
            await limited.CancelAsync();
            await watching;
            Array.ForEach(apis, api => api.Dispose());
        }
    }

    private async Task<Phase> SweepAsync(
        string name,
        int faults,
        ChaosCluster cluster,
        TrialWatch watch,
        SweepLoop loop,
        Task failing,
        CancellationTokenSource limited,
        CancellationToken cancellation)
    {
        var storming = faults == 0 ? Task.FromResult(ImmutableArray<FaultRecord>.Empty) : StormAsync(cluster, watch, limited.Token);
        var sweeping = loop.RunAsync(name, () => !storming.IsCompleted, limited.Token);
        await await Task.WhenAny(storming, sweeping, failing);
        await await Task.WhenAny(storming, failing);
        limited.CancelAfter(_options.EndLimit);
        var violations = new List<string>();
        try
        {
            await await Task.WhenAny(sweeping, failing);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            violations.Add($"{name}: the sweep did not end within {_options.EndLimit.TotalMinutes} min after the last fault: {Describe(watch.Latest)}");
        }

        var records = await storming;
        violations.AddRange(loop.Violations);
        violations.AddRange(watch.Violations);
        violations.AddRange(records.Where(r => r.Violation is not null).Select(r => $"fault {r.Plan.Number} ({r.Plan.Kind.Words()}): {r.Violation}"));
        return new Phase([.. loop.Results], records, cluster.UnexpectedExits, [.. violations]);
    }

    private async Task<ImmutableArray<FaultRecord>> StormAsync(ChaosCluster cluster, TrialWatch watch, CancellationToken cancellation)
    {
        // The first fault is to hit something.
        using var started = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        started.CancelAfter(_options.EndLimit);
        try
        {
            await watch.WaitAsync(seen => seen.Trials.Any(trial => trial.Progress is { Step: > 0 }), started.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ChaosException($"No trial has made a step within {_options.EndLimit.TotalMinutes} min. {Describe(watch.Latest)}");
        }

        return await new FaultStorm(_options, cluster, watch, _time, _print).RunAsync(cancellation);
    }

    private static string Describe(Observation seen) =>
        $"{seen.Sweep}: " + string.Join(", ", seen.Trials.GroupBy(trial => trial.Status).Select(group => $"{group.Count()} {group.Key}"));

    private sealed record Phase(
        ImmutableArray<SweepResult> Sweeps,
        ImmutableArray<FaultRecord> Faults,
        ImmutableArray<NodeExit> UnexpectedExits,
        ImmutableArray<string> Violations);
}

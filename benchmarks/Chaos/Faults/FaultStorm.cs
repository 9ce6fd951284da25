using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Chaos.Cluster;
using ResNet.Distributed.Chaos.Recovery;
using ResNet.Distributed.Chaos.Sweeps;

namespace ResNet.Distributed.Chaos.Faults;

/// <summary>
/// Injects the faults, one after the other, at most two at a time: a fault counts until the cluster has recovered from it. A node has
/// one fault at a time, and the one that strikes everything is alone.
/// </summary>
internal sealed class FaultStorm(ChaosOptions options, ChaosCluster cluster, TrialWatch watch, TimeProvider time, Action<string> print)
{
    private const int AtATime = 2;

    private readonly FaultInjector _injector = new(cluster, time);
    private readonly Dictionary<Task<FaultRecord>, FaultPlan> _open = [];

    /// <summary>Ends when the cluster has recovered from the last fault.</summary>
    public async Task<ImmutableArray<FaultRecord>> RunAsync(CancellationToken cancellation)
    {
        var records = new List<FaultRecord>();
        var sequence = new FaultSequence(options);
        for (var number = 1; number <= options.Faults; number++)
        {
            var plan = sequence[number];
            await Task.Delay(plan.Gap, time, cancellation);
            while (!Fits(plan))
            {
                records.Add(await NextAsync());
            }

            _open.Add(StrikeAsync(plan, cancellation), plan);
        }

        while (_open.Count > 0)
        {
            records.Add(await NextAsync());
        }

        return [.. records.OrderBy(record => record.Plan.Number)];
    }

    private bool Fits(FaultPlan plan) =>
        _open.Count == 0
        || (_open.Count < AtATime
            && plan.Kind != FaultKind.KillEverything
            && !_open.Values.Any(other => other.Kind == FaultKind.KillEverything || other.Target == plan.Target));

    private async Task<FaultRecord> NextAsync()
    {
        var ended = await Task.WhenAny(_open.Keys);
        _open.Remove(ended);
        return await ended;
    }

    private async Task<FaultRecord> StrikeAsync(FaultPlan plan, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        print(string.Create(
            CultureInfo.InvariantCulture,
            $"fault {plan.Number}: {plan.Kind.Words()}, {plan.Target}{(plan.Duration > TimeSpan.Zero ? $", {plan.Duration.TotalSeconds:0.0} s" : "")}"));
        using var tracker = new RecoveryTracker(plan, watch, time);
        var violation = await _injector.InjectAsync(plan, cancellation);
        tracker.Healed();
        if (!await tracker.WaitAsync(options.RecoveryLimit, cancellation))
        {
            violation ??= $"not recovered within {options.RecoveryLimit.TotalSeconds:0} s: {tracker.Open}";
        }

        var record = new FaultRecord(
            plan, tracker.Sweep, at, tracker.Affected, tracker.FirstProgress?.TotalSeconds, tracker.Recovery?.TotalSeconds, violation);
        print(Line(record));
        return record;
    }

    private static string Line(FaultRecord record)
    {
        var recovery = record switch
        {
            { RecoverySeconds: { } seconds } => string.Create(CultureInfo.InvariantCulture, $"recovered after {seconds:0.0} s"),
            { Affected: 0 } => "no trial was affected",
            _ => "not recovered",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"fault {record.Plan.Number}: {record.Plan.Kind.Words()}, {record.Plan.Target}: {recovery}")
            + (record.Violation is { } violation ? $"; VIOLATION: {violation}" : "");
    }
}

using System.Collections.Immutable;
using System.Globalization;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>Compares two sweeps by what they mean, so that a file may be reformatted or commented and still resume its sweep.</summary>
public static class SweepDifference
{
    /// <summary>One line, <c>key: was X, now Y</c>, for each key that changed its meaning; empty when the sweeps mean the same.</summary>
    /// <remarks>
    /// The order of parameters means something in a grid alone, where it numbers the trials, and there only for parameters with
    /// several values. <see cref="SweepSpec.Text"/> means nothing.
    /// </remarks>
    public static ImmutableArray<string> Between(SweepSpec old, SweepSpec @new)
    {
        var was = Meaning(old);
        var now = Meaning(@new);
        return [.. was.Keys.Union(now.Keys)
            .Where(key => was.GetValueOrDefault(key, Nothing) != now.GetValueOrDefault(key, Nothing))
            .Select(key => $"{key}: was {was.GetValueOrDefault(key, Nothing)}, now {now.GetValueOrDefault(key, Nothing)}")];
    }

    private const string Nothing = "none";

    private static OrderedDictionary<string, string> Meaning(SweepSpec spec)
    {
        var meaning = new OrderedDictionary<string, string>
        {
            ["name"] = spec.Name,
            ["method"] = Lower(spec.Method),
            ["metric"] = $"{Lower(spec.Metric.Goal)} {spec.Metric.Name}",
            ["run_cap"] = Number(spec.RunCap),
        };
        foreach (var (name, domain) in spec.Parameters)
        {
            meaning[$"parameters.{name}"] = $"{domain}";
        }

        meaning["order of parameters"] = spec.Method == SearchMethod.Grid
            ? string.Join(", ", spec.Parameters.Where(p => p.Value is ListedValues { Values.Length: > 1 }).Select(p => p.Key))
            : "any";
        meaning["early_terminate"] = $"{spec.EarlyTerminate}" is { Length: > 0 } early ? early : Nothing;
        meaning["pbt"] = spec.Population?.ToString() ?? Nothing;
        meaning["time_budget"] = Number((long?)spec.TimeBudget?.TotalSeconds);
        meaning["max_concurrent"] = Number(spec.MaxConcurrent);
        meaning["target"] = spec.Target?.ToString("r", CultureInfo.InvariantCulture) ?? Nothing;
        meaning["priority"] = Number(spec.Priority);
        meaning["seed"] = Number(spec.Seed);
        meaning["max_failures"] = Number(spec.MaxFailures);
        meaning["train_limit"] = Number(spec.TrainLimit);
        meaning["test_limit"] = Number(spec.TestLimit);
        meaning["checkpoint_interval"] = Number((long)spec.CheckpointInterval.TotalSeconds);
        meaning["workers_per_trial"] = spec.WorkersPerTrial.ToString();
        meaning["sync_batchnorm"] = spec.SyncBatchNorm ? "true" : "false";
        meaning["precision"] = Lower(spec.Precision);
        meaning["channels_last"] = spec.ChannelsLast ? "true" : "false";
        meaning["winograd"] = spec.Winograd ? "true" : "false";
        meaning["recipe"] = Lower(spec.Recipe);
        meaning["warm_start"] = spec.WarmStart ?? Nothing;
        return meaning;
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? Nothing;

    private static string Lower(Enum value) => value.ToString().ToLowerInvariant();
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Halving;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>What a sweep would do, in lines.</summary>
internal static class PreviewText
{
    // What fits on a few screens; the others follow the same order.
    private const int MostTrials = 100;
    private const int MostBrackets = 10;
    private const int MostRungs = 10;

    /// <summary>All that the file says, and what follows from it.</summary>
    public static IEnumerable<string> Lines(SweepSpec spec, PreviewOptions options)
    {
        var trials = PreviewedTrials.Of(spec);
        yield return $"Sweep {spec.Name}: {Lower(spec.Method)}, {Lower(spec.Metric.Goal)} {spec.Metric.Name}";
        yield return Format($"Trials: {trials.Count}");
        foreach (var line in trials.Listed.IsEmpty ? Domains(spec) : Table(spec, trials.Listed))
        {
            yield return line;
        }

        foreach (var line in Rungs(spec, trials))
        {
            yield return line;
        }

        var bounds = new EpochBounds(
            EpochBounds.Of(spec.EarlyTerminate, trials.Fewest).Least, EpochBounds.Of(spec.EarlyTerminate, trials.Most).Most);
        yield return bounds.Least == bounds.Most ? Format($"Epochs: {bounds.Most}") : Format($"Epochs: at least {bounds.Least}, at most {bounds.Most}");
        yield return Time(spec, options, trials, bounds);
        foreach (var line in Budgets(spec))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Domains(SweepSpec spec) => spec.Parameters.Select(parameter => $"  {parameter.Key}: {parameter.Value}");

    private static IEnumerable<string> Table(SweepSpec spec, ImmutableArray<ImmutableSortedDictionary<string, ParameterValue>> trials)
    {
        string[] names = [.. spec.Parameters.Select(parameter => parameter.Key)];
        string[][] rows = [["#", .. names], .. trials.Take(MostTrials).Select((trial, i) => (string[])[Format($"{i + 1}"), .. names.Select(name => trial[name].ToString())])];
        var widths = Enumerable.Range(0, names.Length + 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => "  " + string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadLeft(widths[0]) : cell.PadRight(widths[column]))).TrimEnd());
        return trials.Length > MostTrials ? lines.Append(Format($"  and {trials.Length - MostTrials} more")) : lines;
    }

    private static IEnumerable<string> Rungs(SweepSpec spec, PreviewedTrials trials)
    {
        yield return $"Early termination: {spec.EarlyTerminate?.ToString() ?? "none, every trial runs to its end"}";
        if (spec.Population is { } population)
        {
            var (rungs, takers) = (population.RungsOf(spec.MostEpochs), population.Takers(trials.Count));
            var epochs = string.Join(", ", rungs.Take(MostRungs)) + (rungs.Length > MostRungs ? Format($", … {rungs[^1]}") : "");
            yield return $"Population: {population}";
            yield return Format($"  trials 1 to {trials.Count} wait for each other at epoch {epochs}; there the worst {takers} take over from the best {takers}");
        }

        var brackets = Brackets.Of(spec.EarlyTerminate, trials.Count, spec.MostEpochs);
        foreach (var bracket in brackets.Take(MostBrackets))
        {
            var stages = bracket.Rungs.Select((epochs, rung) => Format($"{bracket.Reach(rung)} to epoch {epochs}")).Append(Format($"{bracket.Reach(bracket.Rungs.Length)} to the end"));
            yield return Format($"  trials {bracket.First} to {bracket.First + bracket.Trials - 1}: {string.Join(", ", stages)}");
        }

        if (brackets.Length > MostBrackets)
        {
            yield return Format($"  and {brackets.Length - MostBrackets} more brackets");
        }
    }

    private static string Time(SweepSpec spec, PreviewOptions options, PreviewedTrials trials, EpochBounds bounds)
    {
        var atOnce = Math.Min(options.Workers / spec.WorkersPerTrial.Min, Math.Min(trials.Count, spec.MaxConcurrent ?? int.MaxValue));
        var on = Format($"Time on {options.Workers} worker{(options.Workers == 1 ? "" : "s")}");
        if (atOnce == 0)
        {
            return Format($"{on}: none, as no trial could start: workers_per_trial is {spec.WorkersPerTrial}");
        }

        var epoch = EpochTime.Of(spec, options);
        if (epoch.Seconds is not { } seconds)
        {
            return $"{on}: unknown ({epoch.Source})";
        }

        // No less than the one trial that goes to its end, unless all can be stopped before.
        var longest = spec.EarlyTerminate is PatienceTermination or ThresholdTermination ? 0 : trials.Fewest.Max();
        var least = Numbers.Duration(Math.Max(bounds.Least / (double)atOnce, longest) * seconds);
        var most = Numbers.Duration(Math.Max(bounds.Most / (double)atOnce, trials.Most.Max()) * seconds);
        return Format($"{on}: about {(least == most ? most : $"{least} to {most}")}, {atOnce} trial{(atOnce == 1 ? "" : "s")} at a time, {seconds:0.##} s an epoch ({epoch.Source})");
    }

    private static IEnumerable<string> Budgets(SweepSpec spec)
    {
        if (spec.TimeBudget is { } budget)
        {
            yield return $"It ends {Numbers.Duration(budget.TotalSeconds)} after its first trial has begun, at the latest";
        }

        if (spec.Target is { } target)
        {
            yield return $"It ends when a trial reaches {spec.Metric.Name} {Numbers.Metric(spec.Metric.Name, target)}";
        }
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Format(FormattableString text) => FormattableString.Invariant(text);
}

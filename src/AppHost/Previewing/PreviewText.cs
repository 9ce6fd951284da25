using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Halving;

namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>What a sweep would do, in lines.</summary>
internal static class PreviewText
{
    private const int MostBrackets = 10;
    private const int MostRungs = 10;

    /// <summary>All that the file says, and what follows from it.</summary>
    public static IEnumerable<string> Lines(SweepSpec spec, PreviewOptions options)
    {
        var trials = PreviewedTrials.Of(spec, options.Trials);
        yield return $"Sweep {spec.Name}: {Lower(spec.Method)}, {Lower(spec.Metric.Goal)} {spec.Metric.Name}";
        yield return Format($"Trials: {trials.Count}");
        foreach (var line in spec.Method == SearchMethod.Grid ? Table(spec, trials) : [.. Domains(spec), .. Suggestions(spec, trials)])
        {
            yield return line;
        }

        foreach (var line in Rungs(spec, trials))
        {
            yield return line;
        }

        var bounds = new EpochBounds(
            EpochBounds.Of(spec.EarlyTerminate, trials.Fewest, spec.MostEpochs).Least, EpochBounds.Of(spec.EarlyTerminate, trials.Most, spec.MostEpochs).Most);
        yield return bounds.Least == bounds.Most ? Format($"Epochs: {bounds.Most}") : Format($"Epochs: at least {bounds.Least}, at most {bounds.Most}");
        yield return Time(spec, options, trials, bounds);
        foreach (var line in Budgets(spec))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Domains(SweepSpec spec) => spec.Parameters.Select(parameter => $"  {parameter.Key}: {parameter.Value}");

    private static IEnumerable<string> Suggestions(SweepSpec spec, PreviewedTrials trials) => trials.Listed.IsEmpty
        ? [$"No trial is known yet: each depends on results, from the first on those of {spec.WarmStart}"]
        : [Format($"The first {trials.Listed.Length}:"), .. Table(spec, trials)];

    private static IEnumerable<string> Table(SweepSpec spec, PreviewedTrials trials)
    {
        string[] names = [.. spec.Parameters.Select(parameter => parameter.Key)];
        string[][] rows = [["#", .. names], .. trials.Listed.Select((trial, i) => (string[])[Format($"{i + 1}"), .. names.Select(name => trial[name].ToString())])];
        var widths = Enumerable.Range(0, names.Length + 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => "  " + string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadLeft(widths[0]) : cell.PadRight(widths[column]))).TrimEnd());
        return lines.Concat(More(trials));
    }

    private static IEnumerable<string> More(PreviewedTrials trials)
    {
        if (trials.Known > trials.Listed.Length)
        {
            yield return Format($"  and {trials.Known - trials.Listed.Length} more");
        }

        if (trials.Count > trials.Known)
        {
            yield return Format($"  and {trials.Count - trials.Known} that depend on results");
        }
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
        var (atOnce, fewest, most) = PreviewedTime.Of(spec, trials, bounds, options.Workers);
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

        var (shortest, longest) = (Numbers.Duration(fewest * seconds), Numbers.Duration(most * seconds));
        return Format($"{on}: about {(shortest == longest ? longest : $"{shortest} to {longest}")}, {atOnce} trial{(atOnce == 1 ? "" : "s")} at a time, {seconds:0.##} s an epoch ({epoch.Source})");
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

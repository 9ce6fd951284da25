using System.Globalization;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads <c>time_budget</c> and <c>target</c>.</summary>
internal static class BudgetReader
{
    private const string Time = "time_budget";
    private const string Target = "target";
    private const string TimeExpected = "whole seconds, or a whole number with s, m, h or d, such as 2h; at most 365d";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>How long the sweep may take; null where the file does not say, or has a fault there.</summary>
    public static TimeSpan? TimeBudget(Section root)
    {
        if (root.Find(Time) is not { } node)
        {
            return null;
        }

        var text = node is YamlScalar { Kind: ScalarKind.Integer or ScalarKind.Text } scalar ? scalar.Text : "";
        if (Parse(text) is { } budget && budget > TimeSpan.Zero && budget <= Longest)
        {
            return budget;
        }

        root.Refuse(node, Time, TimeExpected);
        return null;
    }

    /// <summary>The value of the metric at which the sweep ends: <c>target</c>, or W&amp;B's <c>metric.target</c>.</summary>
    /// <param name="root">The file.</param>
    /// <param name="metricSection">Its <c>metric</c>; null where that is missing or has a fault.</param>
    /// <param name="metric">The metric's name.</param>
    public static double? TargetOf(Section root, Section? metricSection, string metric)
    {
        if (metricSection?.Has(Target) == true && root.Has(Target))
        {
            root.Refuse(root.Find(Target)!, Target, "one of target and metric.target");
            return null;
        }

        return MetricValue.Read(metricSection?.Has(Target) == true ? metricSection : root, Target, metric);
    }

    private static TimeSpan? Parse(string text)
    {
        var (digits, second) = text is [.. var number, 's' or 'm' or 'h' or 'd']
            ? (number, text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 86_400 })
            : (text, 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var units) ? TimeSpan.FromSeconds((long)units * second) : null;
    }
}

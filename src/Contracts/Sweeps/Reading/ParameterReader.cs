using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads one parameter: <c>value</c>, <c>values</c>, or a <c>distribution</c> with what it takes.</summary>
internal sealed class ParameterReader(ParameterRule rule, Section section, FaultList faults)
{
    public static IReadOnlyList<string> Keys { get; } = ["value", "values", "probabilities", "distribution", "min", "max", "q", "mu", "sigma"];

    private const string Constant = "constant";
    private const string Categorical = "categorical";

    /// <summary>The domain, or null where a fault was found.</summary>
    public ParameterDomain? Read()
    {
        var distribution = section.Choice("distribution", [Constant, Categorical, .. rule.Ranges]);
        if (distribution is null && section.Has("distribution"))
        {
            // Without it the rest cannot be taken together, but each value can still be looked at.
            ReadEach();
            return null;
        }

        var kind = distribution ?? Infer();
        if (kind is null)
        {
            return null;
        }

        RefuseOthers(kind);
        return kind switch
        {
            Constant => ReadValue("value") is { } value ? new ListedValues([value]) : null,
            Categorical => new ListReader(rule, section).Read(),
            _ => new RangeReader(rule, section).Read(kind),
        };
    }

    private void RefuseOthers(string kind)
    {
        string[] taken = kind switch
        {
            Constant => ["value"],
            Categorical => ["values"],
            "q_uniform" or "q_log_uniform_values" => ["min", "max", "q"],
            "normal" or "log_normal" => ["mu", "sigma"],
            _ => ["min", "max"],
        };
        string[] refused = [.. Keys.Except(taken).Where(key => key != "distribution" && !(kind == Categorical && key == "probabilities"))];
        foreach (var key in refused.Where(section.Has))
        {
            section.Refuse(section.Find(key)!, key, $"no such key beside {Listing(taken)} ({kind})");
        }
    }

    // As W&B does; with min and max it is the first of the parameter's distributions, however the numbers are written.
    private string? Infer()
    {
        if (section.Has("value"))
        {
            return Constant;
        }

        if (section.Has("values"))
        {
            return Categorical;
        }

        if (rule.Ranges.Count > 0 && (section.Has("min") || section.Has("max")))
        {
            return rule.Ranges[0];
        }

        if (rule.Ranges.Contains("normal") && (section.Has("mu") || section.Has("sigma")))
        {
            section.Missing("distribution", "normal or log_normal beside mu and sigma");
            return null;
        }

        faults.Add(section.Line, section.PathOf("values"), "", $"value, values{(rule.Ranges.Count > 0 ? ", or min and max" : "")}");
        return null;
    }

    private void ReadEach()
    {
        foreach (var key in new[] { "value", "min", "max" }.Where(section.Has))
        {
            ReadValue(key);
        }

        if (section.Has("values"))
        {
            new ListReader(rule, section).Read();
        }
    }

    private ParameterValue? ReadValue(string key) => rule.ReadKey(section, key);

    private static string Listing(string[] words) =>
        words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads one parameter: <c>value</c>, <c>values</c>, or a <c>distribution</c> with <c>min</c> and <c>max</c>.</summary>
internal sealed class ParameterReader(ParameterRule rule, Section section, FaultList faults)
{
    public static IReadOnlyList<string> Keys { get; } = ["value", "values", "distribution", "min", "max"];

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

        string[] wanted = kind switch { Constant => ["value"], Categorical => ["values"], _ => ["min", "max"] };
        foreach (var key in Keys.Where(k => k != "distribution" && section.Has(k) && !wanted.Contains(k)))
        {
            section.Refuse(section.Find(key)!, key, $"no such key beside {string.Join(" and ", wanted)} ({kind})");
        }

        return kind switch
        {
            Constant => ReadValue("value") is { } value ? new ListedValues([value]) : null,
            Categorical => ReadValues(),
            _ => ReadRange(kind),
        };
    }

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
            ReadValues();
        }
    }

    private ParameterValue? ReadValue(string key)
    {
        if (section.Find(key) is not { } node)
        {
            section.Missing(key, rule.Expected(""));
            return null;
        }

        return ReadValue(node, key);
    }

    private ParameterValue? ReadValue(YamlNode node, string key)
    {
        var value = rule.Read(node);
        if (value is null)
        {
            section.Refuse(node, key, rule.Expected((node as YamlScalar)?.Text ?? ""));
        }

        return value;
    }

    private ListedValues? ReadValues()
    {
        switch (section.Find("values"))
        {
            case null:
                section.Missing("values", "a list of values");
                return null;
            case YamlList { Items.Length: > 0 } list:
                return ReadItems(list);
            case var other:
                section.Refuse(other, "values", "a list of at least one value");
                return null;
        }
    }

    private ListedValues? ReadItems(YamlList list)
    {
        var values = ImmutableArray.CreateBuilder<ParameterValue>();
        var seen = new HashSet<ParameterValue>();
        foreach (var (index, item) in list.Items.Index())
        {
            var key = $"values[{index}]";
            if (ReadValue(item, key) is not { } value)
            {
                continue;
            }

            if (!seen.Add(value))
            {
                section.Refuse(item, key, "each value once");
            }

            values.Add(value);
        }

        return values.Count == list.Items.Length ? new ListedValues(values.ToImmutable()) : null;
    }

    private ParameterDomain? ReadRange(string distribution)
    {
        var (low, high) = (ReadValue("min"), ReadValue("max"));
        if (low is not { Number: { } min } || high is not { Number: { } max })
        {
            return null;
        }

        // Whole numbers are compared as such: a long may be too large for a double to tell from its neighbour.
        var ascending = low is { Integer: { } from } && high is { Integer: { } to } ? from < to : min < max;
        if (!ascending)
        {
            section.Refuse(section.Find("max")!, "max", $"more than min ({low})");
            return null;
        }

        return distribution switch
        {
            "int_uniform" => new IntegerUniformRange(low.Value.Integer!.Value, high.Value.Integer!.Value),
            "uniform" => new UniformRange(min, max),
            _ => new LogUniformRange(min, max),
        };
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads <c>values</c>, and their <c>probabilities</c>.</summary>
internal sealed class ListReader(ParameterRule rule, Section section)
{
    private const string Values = "values";
    private const string Probabilities = "probabilities";

    // Ten times 0.1 is not quite 1.
    private const double Tolerance = 1e-6;

    /// <summary>The list, or null where a fault was found.</summary>
    public ListedValues? Read()
    {
        switch (section.Find(Values))
        {
            case null:
                section.Missing(Values, "a list of values");
                return null;
            case YamlList { Items.Length: > 0 } list:
                var values = ReadItems(list);
                var probabilities = ReadProbabilities(list.Items.Length);
                return values is { } v && probabilities is { } p ? new ListedValues(v) { Probabilities = p } : null;
            case var other:
                section.Refuse(other, Values, "a list of at least one value");
                return null;
        }
    }

    private ImmutableArray<ParameterValue>? ReadItems(YamlList list)
    {
        var values = ImmutableArray.CreateBuilder<ParameterValue>();
        var seen = new HashSet<ParameterValue>();
        foreach (var (index, item) in list.Items.Index())
        {
            var key = $"{Values}[{index}]";
            if (rule.Read(section, item, key) is not { } value)
            {
                continue;
            }

            if (!seen.Add(value))
            {
                section.Refuse(item, key, "each value once");
            }

            values.Add(value);
        }

        return values.Count == list.Items.Length ? values.ToImmutable() : null;
    }

    private ImmutableArray<double>? ReadProbabilities(int count)
    {
        switch (section.Find(Probabilities))
        {
            case null:
                return [];
            case YamlList list when list.Items.Length == count:
                return ReadShares(list);
            case var other:
                section.Refuse(other, Probabilities, $"a list of {count} numbers, one for each of {Values}");
                return null;
        }
    }

    private ImmutableArray<double>? ReadShares(YamlList list)
    {
        var shares = ImmutableArray.CreateBuilder<double>();
        foreach (var (index, item) in list.Items.Index())
        {
            if (Scalars.Real(item, 0, 1) is { } share)
            {
                shares.Add(share);
            }
            else
            {
                section.Refuse(item, $"{Probabilities}[{index}]", "a number from 0 to 1");
            }
        }

        if (shares.Count < list.Items.Length)
        {
            return null;
        }

        if (Math.Abs(shares.Sum() - 1) > Tolerance)
        {
            section.Refuse(list, Probabilities, "numbers that are 1 in all");
            return null;
        }

        return shares.ToImmutable();
    }
}

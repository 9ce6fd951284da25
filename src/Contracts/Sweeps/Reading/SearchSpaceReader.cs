using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads <c>parameters</c>, and adds those that the file leaves at their defaults.</summary>
internal sealed class SearchSpaceReader(Section root, FaultList faults)
{
    private const string Key = "parameters";
    private const string Example = "{ lr: { value: 0.001 } }";

    /// <summary>The parameters in the file's order, then the defaults; one whose fault was found is left out.</summary>
    public ImmutableArray<KeyValuePair<string, ParameterDomain>> Read(TrainingRecipe recipe)
    {
        var space = ImmutableArray.CreateBuilder<KeyValuePair<string, ParameterDomain>>();
        if (!root.Has(Key))
        {
            root.Missing(Key, $"a mapping, such as {Example}");
        }

        var section = root.Mapping(Key, Example, ParameterRule.Names);
        foreach (var rule in Present(section))
        {
            var parameter = section!.Mapping(rule.Name, $"{{ value: {ExampleOf(section, rule)} }}", ParameterReader.Keys);
            if (parameter is not null && new ParameterReader(rule, parameter, faults).Read() is { } domain)
            {
                space.Add(new(rule.Name, domain));
            }
        }

        foreach (var rule in ParameterRule.All.Where(r => section?.Has(r.Name) != true))
        {
            if (ParameterRule.Default(rule.Name, recipe) is { } domain)
            {
                space.Add(new(rule.Name, domain));
            }
        }

        return space.ToImmutable();
    }

    private IEnumerable<ParameterRule> Present(Section? section) =>
        (root.Find(Key) as YamlMapping)?.Entries
            .Where(_ => section is not null)
            .Select(entry => ParameterRule.All.FirstOrDefault(rule => rule.Name == entry.Key))
            .OfType<ParameterRule>() ?? [];

    /// <summary>The value that was given bare, where it would do inside a mapping; else the usual one.</summary>
    private static string ExampleOf(Section section, ParameterRule rule) =>
        rule.Read(section.Find(rule.Name)!)?.ToString()
        ?? (ParameterRule.Default(rule.Name, TrainingRecipe.Standard) as ListedValues)?.Values[0].ToString()
        ?? "0";
}

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>One mapping of the file, read key by key; each method adds a fault and answers null where the value will not do.</summary>
internal sealed class Section
{
    private readonly Dictionary<string, YamlEntry> _entries;
    private readonly string _path;
    private readonly FaultList _faults;

    /// <summary>Opens a mapping and refuses its keys that are not <paramref name="known"/>.</summary>
    public Section(YamlMapping mapping, string path, IReadOnlyList<string> known, FaultList faults)
    {
        (_path, _faults, Line) = (path, faults, mapping.Line);
        _entries = mapping.Entries.ToDictionary(e => e.Key);
        foreach (var entry in mapping.Entries.Where(e => !known.Contains(e.Key)))
        {
            faults.Add(entry.Line, PathOf(entry.Key), entry.Key, NearestName.Choices(entry.Key, known));
        }
    }

    public int Line { get; }

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    public bool Has(string key) => _entries.ContainsKey(key);

    public YamlNode? Find(string key) => _entries.GetValueOrDefault(key)?.Value;

    /// <summary>The line of a key that is there, else of the mapping that lacks it.</summary>
    public int LineOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Line : Line;

    /// <summary>A whole number between two bounds, both allowed.</summary>
    public long? Whole(string key, long min, long max)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        var number = Scalars.Whole(node, min, max);
        if (number is null)
        {
            Refuse(node, key, Scalars.WholeExpected(min, max));
        }

        return number;
    }

    /// <summary>A number between two bounds, both allowed.</summary>
    public double? Number(string key, double min, double max, string expected)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        var number = Scalars.Real(node, min, max);
        if (number is null)
        {
            Refuse(node, key, expected);
        }

        return number;
    }

    /// <summary>true or false.</summary>
    public bool? Truth(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalar { Kind: ScalarKind.Boolean } scalar:
                return bool.Parse(scalar.Text);
            case var other:
                Refuse(other, key, "true or false");
                return null;
        }
    }

    /// <summary>One of a few words.</summary>
    public string? Choice(string key, params IReadOnlyList<string> choices)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        var word = (node as YamlScalar)?.Text;
        if (node is YamlScalar { Kind: ScalarKind.Text } && choices.Contains(word))
        {
            return word;
        }

        Refuse(node, key, NearestName.Choices(word ?? "", choices));
        return null;
    }

    /// <summary>A mapping under a key, with the keys that it may have.</summary>
    public Section? Mapping(string key, string example, IReadOnlyList<string> known)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMapping mapping:
                return new Section(mapping, PathOf(key), known, _faults);
            case var other:
                Refuse(other, key, $"a mapping, such as {example}");
                return null;
        }
    }

    /// <summary>Says what is wrong with a key's value, unless that was said while the tree was read.</summary>
    public void Refuse(YamlNode node, string key, string expected)
    {
        if (node is not RefusedNode)
        {
            _faults.Add(node.Line, PathOf(key), $"{node}", expected);
        }
    }

    /// <summary>Says that a key is missing.</summary>
    public void Missing(string key, string expected) => _faults.Add(Line, PathOf(key), "", expected);
}

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads <c>workers_per_trial: 2</c> or <c>workers_per_trial: { min: 1, max: 4 }</c>.</summary>
internal static class WorkerCountReader
{
    /// <summary>The key.</summary>
    public const string Key = "workers_per_trial";

    /// <summary>The number; one worker where the key is missing or has a fault.</summary>
    public static WorkerCount Read(Section root)
    {
        switch (root.Find(Key))
        {
            case null:
                return WorkerCount.One;
            case YamlMapping:
                var section = root.Mapping(Key, "{ min: 1, max: 4 }", ["min", "max"])!;
                return Range(root, section);
            case var node when Scalars.Whole(node, 1, WorkerCount.Most) is { } number:
                return new WorkerCount((int)number, (int)number);
            case var node:
                root.Refuse(node, Key, $"{Scalars.WholeExpected(1, WorkerCount.Most)}, or {{ min: 1, max: 4 }}");
                return WorkerCount.One;
        }
    }

    private static WorkerCount Range(Section root, Section section)
    {
        foreach (var key in new[] { "min", "max" }.Where(key => !section.Has(key)))
        {
            section.Missing(key, Scalars.WholeExpected(1, WorkerCount.Most));
        }

        if (section.Whole("min", 1, WorkerCount.Most) is not { } min || section.Whole("max", 1, WorkerCount.Most) is not { } max)
        {
            return WorkerCount.One;
        }

        if (min > max)
        {
            root.Refuse(section.Find("max")!, $"{Key}.max", $"at least min ({min})");
            return WorkerCount.One;
        }

        return new WorkerCount((int)min, (int)max);
    }
}

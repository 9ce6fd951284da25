namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads <c>pbt: { interval: 2, quantile: 0.25, resample: 0.25 }</c>.</summary>
internal static class PopulationReader
{
    /// <summary>The key.</summary>
    public const string Key = "pbt";

    private const string Example = "{ interval: 2, quantile: 0.25, resample: 0.25 }";
    private const string Interval = "interval";
    private const int UsualInterval = 2;
    private const double UsualQuantile = 0.25;
    private const double UsualResample = 0.25;
    private const int MostEpochs = 100_000;

    /// <summary>What the file says, or leaves at its defaults; null for a sweep of another method.</summary>
    /// <param name="root">The file.</param>
    /// <param name="method">The method; null where it has a fault.</param>
    /// <param name="epochs">The most epochs that a trial has; null where that has a fault of its own.</param>
    public static PopulationSpec? Read(Section root, SearchMethod? method, int? epochs)
    {
        var section = root.Mapping(Key, Example, [Interval, "quantile", "resample"]);
        var interval = (int?)section?.Whole(Interval, 1, MostEpochs) ?? UsualInterval;
        var quantile = section?.Number("quantile", double.Epsilon, 0.5, "a number above 0 and at most 0.5") ?? UsualQuantile;
        var resample = section?.Number("resample", 0, 1, "a number from 0 to 1") ?? UsualResample;
        if (method is not (null or SearchMethod.Pbt) && root.Find(Key) is { } node)
        {
            root.Refuse(node, Key, $"no such key with method {method.Value.ToString().ToLowerInvariant()}: it says how the trials of method pbt go on");
        }

        if (method != SearchMethod.Pbt)
        {
            return null;
        }

        if (interval >= epochs)
        {
            RefuseNoRungs(root, section, interval, epochs.Value);
        }

        return new PopulationSpec(interval, quantile, resample);
    }

    private static void RefuseNoRungs(Section root, Section? section, int interval, int epochs)
    {
        if (section?.Find(Interval) is { } node)
        {
            section.Refuse(node, Interval, $"less than the epochs of the trials ({epochs}): no trial would learn from another");
        }
        else
        {
            root.Refuse(root.Find("method")!, "method", $"trials of more than {interval} epochs (pbt.interval): no trial would learn from another");
        }
    }
}

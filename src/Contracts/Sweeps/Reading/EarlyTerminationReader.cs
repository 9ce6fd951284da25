using ResNet.Distributed.Contracts.Sweeps.Halving;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads <c>early_terminate</c>: W&amp;B's keys for its hyperband, and those of the other types.</summary>
internal sealed class EarlyTerminationReader
{
    /// <summary>The key.</summary>
    public const string Key = "early_terminate";

    private const string Example = "{ type: asha, min_iter: 1, eta: 3 }";
    private const int MostEta = 100;
    private const int MostEpochs = 100_000;
    private const int MostTrials = 1000;

    private static readonly Dictionary<string, string[]> Types = new(StringComparer.Ordinal)
    {
        ["asha"] = ["type", "min_iter", "max_iter", "eta"],
        ["hyperband"] = ["type", "min_iter", "max_iter", "s", "eta", "strict"],
        ["median"] = ["type", "min_iter", "min_trials"],
        ["patience"] = ["type", "epochs", "min_delta"],
        ["threshold"] = ["type", "value", "epoch"],
    };

    private readonly Section _section;
    private readonly string _metric;
    private readonly int? _epochs;

    private EarlyTerminationReader(Section section, string metric, int? epochs) => (_section, _metric, _epochs) = (section, metric, epochs);

    /// <summary>What the file says; null where trials run to their end, or the key has a fault.</summary>
    /// <param name="root">The file.</param>
    /// <param name="metric">The sweep's metric.</param>
    /// <param name="epochs">The most epochs that a trial has; null where that has a fault of its own.</param>
    public static EarlyTermination? Read(Section root, string metric, int? epochs)
    {
        switch (root.Find(Key))
        {
            case null or YamlScalar { Kind: ScalarKind.Text, Text: "none" }:
                return null;
            case YamlMapping mapping:
                var type = (mapping.Entries.FirstOrDefault(entry => entry.Key == "type")?.Value as YamlScalar)?.Text ?? "";
                string[] known = Types.GetValueOrDefault(type) ?? [.. Types.Values.SelectMany(keys => keys).Distinct()];
                return new EarlyTerminationReader(root.Mapping(Key, Example, known)!, metric, epochs).Read();
            case var other:
                root.Refuse(other, Key, $"none, or a mapping, such as {Example}");
                return null;
        }
    }

    private EarlyTermination? Read()
    {
        if (!_section.Has("type"))
        {
            _section.Missing("type", NearestName.Choices("", [.. Types.Keys]));
        }

        return _section.Choice("type", [.. Types.Keys]) switch
        {
            "asha" => Asha(),
            "hyperband" => Hyperband(),
            "median" => new MedianTermination(Before("min_iter") ?? 1, (int?)_section.Whole("min_trials", 1, MostTrials) ?? 3),
            "patience" => Patience(),
            "threshold" => Threshold(),
            _ => null,
        };
    }

    private AshaTermination Asha()
    {
        var (least, most, eta) = (Before("min_iter") ?? 1, Epochs("max_iter"), Eta());
        RefuseNoRungs("min_iter", least, most, Ladder.From(least, most ?? _epochs ?? MostEpochs, eta).IsEmpty);
        return new AshaTermination(least, most, eta);
    }

    private HyperbandTermination Hyperband()
    {
        var (least, most, eta) = (Before("min_iter"), Epochs("max_iter"), Eta());
        if (_section.Has("s") && _section.Has("min_iter"))
        {
            _section.Refuse(_section.Find("s")!, "s", "no such key beside min_iter: both say where the first rung is");
        }

        _section.Truth("strict");
        var (depth, end) = ((int?)_section.Whole("s", 1, 30), most ?? _epochs ?? MostEpochs);
        if (least is { } first)
        {
            RefuseNoRungs("min_iter", first, most, Ladder.From(first, end, eta).IsEmpty);
        }
        else if (Ladder.To(end, depth, eta).IsEmpty)
        {
            RefuseTooFew(end, eta);
        }

        return new HyperbandTermination(least, most, depth, eta);
    }

    private PatienceTermination? Patience()
    {
        if (!_section.Has("epochs"))
        {
            _section.Missing("epochs", "the epochs in a row without getting better after which a trial stops");
        }

        var delta = _section.Number("min_delta", 0, double.MaxValue, "a number from 0") ?? 0;
        return Before("epochs") is { } epochs ? new PatienceTermination(epochs, delta) : null;
    }

    private ThresholdTermination? Threshold()
    {
        if (!_section.Has("value"))
        {
            _section.Missing("value", $"the value of {_metric} that a trial has to reach: {MetricValue.Expected(_metric)}");
        }

        var epoch = Before("epoch") ?? 1;
        return MetricValue.Read(_section, "value", _metric) is { } value ? new ThresholdTermination(value, epoch) : null;
    }

    private int Eta() => (int?)_section.Whole("eta", 2, MostEta) ?? 3;

    private int? Epochs(string key) => (int?)_section.Whole(key, 1, MostEpochs);

    // An epoch at which something is decided: what is decided at a trial's last one ends nothing early.
    private int? Before(string key)
    {
        if (Epochs(key) is not { } epoch)
        {
            return null;
        }

        if (epoch >= _epochs)
        {
            _section.Refuse(_section.Find(key)!, key, $"less than the epochs of the trials ({_epochs}): no trial would end early");
            return null;
        }

        return epoch;
    }

    private void RefuseTooFew(int epochs, int eta)
    {
        var key = _section.Has("eta") ? "eta" : _section.Has("max_iter") ? "max_iter" : "type";
        _section.Refuse(_section.Find(key)!, key, key switch
        {
            "eta" => $"at most the epochs that are to be divided ({epochs}): no trial would end early",
            "max_iter" => $"at least eta ({eta}): no trial would end early",
            _ => $"trials of at least {eta} epochs: no trial would end early",
        });
    }

    private void RefuseNoRungs(string key, int least, int? most, bool none)
    {
        if (none && most is not null)
        {
            _section.Refuse(_section.Find("max_iter")!, "max_iter", $"more than {key} ({least}): no trial would end early");
        }
        else if (none && !_section.Has(key))
        {
            _section.Refuse(_section.Find("type")!, "type", $"trials of at least 2 epochs: no trial would end early");
        }
    }
}

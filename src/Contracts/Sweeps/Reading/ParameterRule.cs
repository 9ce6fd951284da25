using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>What one parameter may be: its values, and the distributions that make sense for it.</summary>
internal abstract record ParameterRule(string Name)
{
    public static IReadOnlyList<ParameterRule> All { get; } =
    [
        new WordRule(ParameterNames.Model, ["resnet18", "resnet34"]),
        new RealRule(ParameterNames.LearningRate, double.Epsilon, 10, "a number above 0 and at most 10"),
        new WholeRule(ParameterNames.BatchSize, 2, 65536),
        new WholeRule(ParameterNames.Epochs, 1, 100_000),
        new WholeRule(ParameterNames.Seed, 0, long.MaxValue),
        new WordRule(ParameterNames.Optimizer, ["adam", "sgd"]),
        new RealRule(ParameterNames.WeightDecay, 0, 1, "a number from 0 to 1"),
        new RealRule(ParameterNames.Momentum, 0, BelowOne, "a number from 0 to below 1"),
        new WordRule(ParameterNames.Schedule, ["constant", "cosine", "step", "one_cycle", "warmup"]),
        new WholeRule(ParameterNames.WarmupEpochs, 0, 100_000),
        new WordRule(ParameterNames.Augmentation, ["none", "crop_flip"]),
        new RealRule(ParameterNames.LabelSmoothing, 0, BelowOne, "a number from 0 to below 1"),
    ];

    private const double BelowOne = 1 - (1.0 / (1L << 53));

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(r => r.Name)];

    /// <summary>The distributions besides <c>constant</c> and <c>categorical</c>; the first is what min and max alone mean.</summary>
    public abstract IReadOnlyList<string> Ranges { get; }

    /// <summary>What a value has to be, as a phrase.</summary>
    public abstract string Expected(string found);

    /// <summary>The value, or null where it will not do.</summary>
    public abstract ParameterValue? Read(YamlNode node);

    /// <summary>The value of a key; null, with a fault, where it will not do or is missing.</summary>
    public ParameterValue? ReadKey(Section section, string key)
    {
        if (section.Find(key) is { } node)
        {
            return Read(section, node, key);
        }

        section.Missing(key, Expected(""));
        return null;
    }

    /// <summary>The value of a node; null, with a fault, where it will not do.</summary>
    public ParameterValue? Read(Section section, YamlNode node, string key)
    {
        var value = Read(node);
        if (value is null)
        {
            section.Refuse(node, key, Expected((node as YamlScalar)?.Text ?? ""));
        }

        return value;
    }

    /// <summary>The parameter where a file does not name it; null when there is none.</summary>
    public static ParameterDomain? Default(string name, TrainingRecipe recipe) => (name, recipe) switch
    {
        (ParameterNames.Model, _) => Single(ParameterValue.Of("resnet18")),
        (ParameterNames.LearningRate, TrainingRecipe.Script) => Single(ParameterValue.Of(2e-5)),
        (ParameterNames.LearningRate, _) => Single(ParameterValue.Of(1e-3)),
        (ParameterNames.BatchSize, _) => Single(ParameterValue.Of(128L)),
        (ParameterNames.Epochs, TrainingRecipe.Script) => Single(ParameterValue.Of(63L)),
        (ParameterNames.Epochs, _) => Single(ParameterValue.Of(10L)),
        _ => null,
    };

    private static ListedValues Single(ParameterValue value) => new([value]);
}

/// <summary>One of a few words.</summary>
internal sealed record WordRule(string Name, IReadOnlyList<string> Words) : ParameterRule(Name)
{
    public override IReadOnlyList<string> Ranges => [];

    public override string Expected(string found) => NearestName.Choices(found, Words);

    public override ParameterValue? Read(YamlNode node) =>
        node is YamlScalar { Kind: ScalarKind.Text } scalar && Words.Contains(scalar.Text) ? ParameterValue.Of(scalar.Text) : null;
}

/// <summary>A whole number between two, both allowed.</summary>
internal sealed record WholeRule(string Name, long Min, long Max) : ParameterRule(Name)
{
    public override IReadOnlyList<string> Ranges => ["int_uniform", "q_uniform", "q_log_uniform_values"];

    public override string Expected(string found) => Scalars.WholeExpected(Min, Max);

    public override ParameterValue? Read(YamlNode node) =>
        Scalars.Whole(node, Min, Max) is { } number ? ParameterValue.Of(number) : null;
}

/// <summary>A real number between two, both allowed.</summary>
internal sealed record RealRule(string Name, double Min, double Max, string Phrase) : ParameterRule(Name)
{
    public override IReadOnlyList<string> Ranges =>
        ["uniform", "q_uniform", "log_uniform_values", "q_log_uniform_values", "inv_log_uniform_values", "normal", "log_normal"];

    public override string Expected(string found) => Phrase;

    public override ParameterValue? Read(YamlNode node) =>
        Scalars.Real(node, Min, Max) is { } number ? ParameterValue.Of(number) : null;
}

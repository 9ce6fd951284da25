using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>What one parameter may be: its values, and the distributions that make sense for it.</summary>
internal abstract record ParameterRule(string Name)
{
    public static IReadOnlyList<ParameterRule> All { get; } =
    [
        new ModelRule(ParameterNames.Model, ["resnet18", "resnet34"]),
        new RateRule(ParameterNames.LearningRate, 10),
        new WholeRule(ParameterNames.BatchSize, 2, 65536),
        new WholeRule(ParameterNames.Epochs, 1, 100_000),
        new WholeRule(ParameterNames.Seed, 0, long.MaxValue),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(r => r.Name)];

    /// <summary>The distributions besides <c>constant</c> and <c>categorical</c>; the first is what min and max alone mean.</summary>
    public abstract IReadOnlyList<string> Ranges { get; }

    /// <summary>What a value has to be, as a phrase.</summary>
    public abstract string Expected(string found);

    /// <summary>The value, or null where it will not do.</summary>
    public abstract ParameterValue? Read(YamlNode node);

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

internal sealed record ModelRule(string Name, IReadOnlyList<string> Models) : ParameterRule(Name)
{
    public override IReadOnlyList<string> Ranges => [];

    public override string Expected(string found) => NearestName.Choices(found, Models);

    public override ParameterValue? Read(YamlNode node) =>
        node is YamlScalar { Kind: ScalarKind.Text } scalar && Models.Contains(scalar.Text) ? ParameterValue.Of(scalar.Text) : null;
}

internal sealed record WholeRule(string Name, long Min, long Max) : ParameterRule(Name)
{
    public override IReadOnlyList<string> Ranges => ["int_uniform"];

    public override string Expected(string found) => Scalars.WholeExpected(Min, Max);

    public override ParameterValue? Read(YamlNode node) =>
        Scalars.Whole(node, Min, Max) is { } number ? ParameterValue.Of(number) : null;
}

internal sealed record RateRule(string Name, double Max) : ParameterRule(Name)
{
    public override IReadOnlyList<string> Ranges => ["uniform", "log_uniform_values"];

    public override string Expected(string found) =>
        string.Create(CultureInfo.InvariantCulture, $"a number above 0 and at most {Max}");

    public override ParameterValue? Read(YamlNode node) =>
        Scalars.Positive(node, Max) is { } number ? ParameterValue.Of(number) : null;
}

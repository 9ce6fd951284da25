using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class HyperparametersOfTests
{
    private static readonly ImmutableSortedDictionary<string, ParameterValue> Suggestion =
        new Dictionary<string, ParameterValue>
        {
            ["model"] = ParameterValue.Of("resnet34"),
            ["lr"] = ParameterValue.Of(1L),
            ["batch_size"] = ParameterValue.Of(64L),
            ["epochs"] = ParameterValue.Of(2L),
        }.ToImmutableSortedDictionary();

    private static readonly SweepSpec Spec = SweepFile.Parse("method: grid\nparameters: {}\nseed: 5", "s");

    [Fact]
    public void ASuggestionIsGivenItsTypesAndTheSweepsSeed() =>
        Assert.Equal(
            new Hyperparameters { Model = "resnet34", LearningRate = 1, BatchSize = 64, Epochs = 2, Seed = 5 },
            Spec.HyperparametersOf(Suggestion));

    [Fact]
    public void ASeedParameterGoesBeforeTheSweepsSeed() =>
        Assert.Equal(9, Spec.HyperparametersOf(Suggestion.Add("seed", ParameterValue.Of(9L))).Seed);

    [Fact]
    public void NoSeedAtAllStaysNone() =>
        Assert.Null(SweepFile.Parse("method: grid\nparameters: {}\nrecipe: script", "s").HyperparametersOf(Suggestion).Seed);

    [Fact]
    public void AMissingOrMistypedParameterIsNamed()
    {
        Assert.Contains("'lr' is missing", Assert.Throws<ArgumentException>(() => Spec.HyperparametersOf(Suggestion.Remove("lr"))).Message);
        var mistyped = Suggestion.SetItem("epochs", ParameterValue.Of("two"));
        Assert.Contains("'epochs' is 'two'", Assert.Throws<ArgumentException>(() => Spec.HyperparametersOf(mistyped)).Message);
    }
}

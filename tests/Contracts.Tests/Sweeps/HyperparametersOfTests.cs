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
    public void EveryOtherParameterIsRead()
    {
        var all = Spec.HyperparametersOf(Suggestion
            .Add("optimizer", ParameterValue.Of("sgd")).Add("weight_decay", ParameterValue.Of(0.5)).Add("momentum", ParameterValue.Of(0.9))
            .Add("lr_schedule", ParameterValue.Of("step")).Add("lr_warmup_epochs", ParameterValue.Of(3L))
            .Add("augmentation", ParameterValue.Of("crop_flip")).Add("label_smoothing", ParameterValue.Of(0L)));
        Assert.Equal(
            ("sgd", 0.5, 0.9, "step", 3, "crop_flip", 0),
            (all.Optimizer, all.WeightDecay, all.Momentum, all.Schedule, all.WarmupEpochs, all.Augmentation, all.LabelSmoothing));
    }

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

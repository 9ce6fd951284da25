using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Tests.Search;

public class GridSearchTests
{
    [Fact]
    public void TheLastParameterVariesFastest()
    {
        var search = Searcher.Create(SearchTestSpecs.Grid("{ model: { values: [resnet34, resnet18] }, lr: { values: [0.1, 0.01, 1] } }"));
        var suggested = Enumerable.Range(1, search.Count).Select(search.Suggest).Select(s => $"{s["model"]} {s["lr"]}");
        Assert.Equal(["resnet34 0.1", "resnet34 0.01", "resnet34 1", "resnet18 0.1", "resnet18 0.01", "resnet18 1"], suggested);
    }

    [Fact]
    public void DefaultsArePartOfASuggestion()
    {
        var suggestion = Assert.IsType<GridSearch>(Searcher.Create(SearchTestSpecs.Grid("{}"))).Suggest(1);
        Assert.Equal(["batch_size", "epochs", "lr", "model"], suggestion.Keys);
        Assert.Equal(ParameterValue.Of(128L), suggestion["batch_size"]);
    }

    [Fact]
    public void ARunCapKeepsTheFirst()
    {
        const string parameters = "{ epochs: { values: [3, 1, 2] } }";
        Assert.Equal(2, Searcher.Create(SearchTestSpecs.Grid(parameters, "run_cap: 2")).Count);
        Assert.Equal(3, Searcher.Create(SearchTestSpecs.Grid(parameters, "run_cap: 9")).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void ThereIsNoOtherTrial(int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Searcher.Create(SearchTestSpecs.Grid("{}")).Suggest(number));

    [Fact]
    public void AGridIsCompleteAndWithoutRepeats() => Gen.Int[1, 5].Array[3].Sample(counts =>
    {
        string List(int first, int count) => $"{{ values: [{string.Join(", ", Enumerable.Range(first, count))}] }}";
        var search = Searcher.Create(SearchTestSpecs.Grid(
            $"{{ epochs: {List(1, counts[0])}, seed: {List(0, counts[1])}, batch_size: {List(2, counts[2])} }}"));
        var suggested = Enumerable.Range(1, search.Count)
            .Select(search.Suggest)
            .Select(s => (s["epochs"].Integer, s["seed"].Integer, s["batch_size"].Integer))
            .ToHashSet();
        Assert.Equal(counts[0] * counts[1] * counts[2], search.Count);
        Assert.Equal(search.Count, suggested.Count);
    }, iter: 100);

    [Fact]
    public void AWiderGridKeepsTheTrialsThatThereWere()
    {
        var old = Searcher.Create(SearchTestSpecs.Grid("{ model: { value: resnet18 }, lr: { values: [1, 0.1] } }"));
        var kept = Enumerable.Range(1, 2).ToDictionary(number => number, old.Suggest);
        var wider = Searcher.Create(SearchTestSpecs.Grid("{ lr: { values: [0.01, 0.1, 1] }, model: { values: [resnet34, resnet18] } }"), kept);

        var suggested = Enumerable.Range(1, wider.Count).Select(wider.Suggest).Select(s => $"{s["model"]} {s["lr"]}");
        Assert.Equal(["resnet18 1", "resnet18 0.1", "resnet34 0.01", "resnet18 0.01", "resnet34 0.1", "resnet34 1"], suggested);
    }

    [Fact]
    public void AWiderGridKeepsATrialInTheMiddleToo()
    {
        var old = Searcher.Create(SearchTestSpecs.Grid("{ epochs: { values: [1, 2, 3] } }"));
        var wider = Searcher.Create(
            SearchTestSpecs.Grid("{ epochs: { values: [1, 2, 3, 4] } }"), new Dictionary<int, ImmutableSortedDictionary<string, ParameterValue>> { [3] = old.Suggest(2) });

        Assert.Equal([1, 3, 2, 4], Enumerable.Range(1, 4).Select(number => wider.Suggest(number)["epochs"].Integer!.Value));
    }
}

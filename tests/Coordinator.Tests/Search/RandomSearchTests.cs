using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Tests.Search;

public class RandomSearchTests
{
    private const string Space =
        "{ model: { values: [resnet18, resnet34] }, lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1.0e-1 }, "
        + "batch_size: { min: 2, max: 5 } }";

    [Fact]
    public void TheSequenceNeverChanges()
    {
        // Computed by another program from SplitMix64's and FNV-1a's papers: a resumed sweep must go on with the same list.
        var search = Searcher.Create(SearchTestSpecs.Random(Space, seed: 42));
        Assert.Equal(
            ["resnet34 6.284732e-002 2", "resnet18 8.068253e-004 5", "resnet18 3.670112e-002 3", "resnet34 1.886396e-003 4"],
            Enumerable.Range(1, 4).Select(search.Suggest).Select(s => $"{s["model"]} {s["lr"].Number:e6} {s["batch_size"]}"));
    }

    [Fact]
    public void EveryDrawIsInItsRange() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Double[1e-9, 1], Gen.Double[1.001, 10], Gen.Long[0, long.MaxValue - 1]).Sample((seed, low, factor, from) =>
        {
            var (min, max) = (ParameterValue.Of(low), ParameterValue.Of(low * factor));
            foreach (var distribution in new[] { "uniform", "log_uniform_values" })
            {
                var search = Searcher.Create(SearchTestSpecs.Random(
                    $"{{ lr: {{ distribution: {distribution}, min: {min}, max: {max} }}, seed: {{ min: {from}, max: {long.MaxValue} }} }}", seed));
                foreach (var suggestion in Enumerable.Range(1, 20).Select(search.Suggest))
                {
                    Assert.InRange(suggestion["lr"].Real!.Value, min.Number!.Value, max.Number!.Value);
                    Assert.InRange(suggestion["seed"].Integer!.Value, from, long.MaxValue);
                }
            }
        }, iter: 200);

    [Fact]
    public void ASuggestionDependsOnSeedAndNumberAlone()
    {
        var forward = Searcher.Create(SearchTestSpecs.Random(Space, seed: 7, cap: 200));
        var backward = Searcher.Create(SearchTestSpecs.Random(Space, seed: 7, cap: 500));
        var first = Enumerable.Range(1, 200).Select(forward.Suggest).ToList();
        var second = Enumerable.Range(1, 200).Reverse().Select(backward.Suggest).Reverse().ToList();
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second));

        var other = Searcher.Create(SearchTestSpecs.Random(Space, seed: 8));
        Assert.NotEqual(first[0]["lr"], other.Suggest(1)["lr"]);
        Assert.Equal(200, first.Select(s => s["lr"]).Distinct().Count());
    }

    [Fact]
    public void AnotherParameterDoesNotChangeADraw()
    {
        const string rate = "lr: { min: 0.1, max: 1 }";
        var alone = Searcher.Create(SearchTestSpecs.Random($"{{ {rate} }}"));
        var beside = Searcher.Create(SearchTestSpecs.Random($"{{ epochs: {{ min: 1, max: 9 }}, {rate} }}"));
        Assert.Equal(alone.Suggest(3)["lr"], beside.Suggest(3)["lr"]);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("log_uniform_values")]
    public void ARangeIsEvenlyCovered(string distribution)
    {
        const double min = 1e-5, max = 1e-1;
        const int draws = 10_000;
        var search = Searcher.Create(SearchTestSpecs.Random($"{{ lr: {{ distribution: {distribution}, min: {min}, max: {max} }} }}", cap: draws));
        Func<double, double> scale = distribution == "uniform" ? x => x : Math.Log;
        var sorted = Enumerable.Range(1, draws)
            .Select(n => (scale(search.Suggest(n)["lr"].Number!.Value) - scale(min)) / (scale(max) - scale(min)))
            .Order();

        // Kolmogorov-Smirnov: the largest distance to the even distribution stays under 1.63 / sqrt(n) in 99 of 100 samples.
        var distance = sorted.Select((x, i) => Math.Max(x - ((double)i / draws), ((i + 1.0) / draws) - x)).Max();
        Assert.InRange(distance, 0, 1.63 / Math.Sqrt(draws));
    }

    [Fact]
    public void ListsAndWholeNumbersAreEvenlyDrawnEndsIncluded()
    {
        const int draws = 8000;
        var search = Searcher.Create(SearchTestSpecs.Random(Space, cap: draws));
        var suggested = Enumerable.Range(1, draws).Select(search.Suggest).ToList();
        Assert.All(suggested.CountBy(s => s["model"]), c => Assert.InRange(c.Value, 3800, 4200));
        var sizes = suggested.CountBy(s => s["batch_size"].Integer!.Value).OrderBy(c => c.Key).ToList();
        Assert.Equal([2, 3, 4, 5], sizes.Select(c => c.Key));
        Assert.All(sizes, c => Assert.InRange(c.Value, 1850, 2150));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void ThereIsNoOtherTrial(int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Searcher.Create(SearchTestSpecs.Random("{}", cap: 10)).Suggest(number));

    [Fact]
    public void WithoutASeedTheSearchsIsZero()
    {
        const string text = "method: random\nrun_cap: 3\nrecipe: script\nparameters: { lr: { min: 0.1, max: 1 } }\n";
        var unseeded = Contracts.Sweeps.SweepFile.Parse(text, "s");
        Assert.Null(unseeded.Seed);
        Assert.Equal(
            Searcher.Create(unseeded).Suggest(2),
            Searcher.Create(Contracts.Sweeps.SweepFile.Parse(text + "seed: 0", "s")).Suggest(2));
    }
}

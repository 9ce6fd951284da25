using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Search.Sobol;

namespace ResNet.Distributed.Coordinator.Tests.Search;

public class SobolSearchTests
{
    private const double Scale = 1L << 32;

    [Fact]
    public void TheFirstPointsAreThePublishedOnes()
    {
        // Ten points in three dimensions, as on the page of Joe and Kuo's generator.
        double[][] published =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625], [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
        ];
        Assert.Equal(published, Enumerable.Range(0, 10).Select(point => Point(point, 3)));
    }

    [Fact]
    public void EveryDimensionIsAsInAnotherProgram()
    {
        // Points 11 and 1000 by SciPy 1.10 (scipy.stats.qmc.Sobol, scramble=False), which has the same direction numbers.
        long[] eleventh =
        [
            1879048192, 2415919104, 805306368, 2952790016, 3489660928, 268435456, 2952790016, 2952790016, 2952790016, 268435456, 4026531840,
            1342177280, 805306368, 805306368, 2415919104, 805306368, 2415919104, 268435456, 2952790016, 2415919104, 4026531840,
        ];
        double[] thousandth =
        [
            225, 99, 531, 693, 287, 929, 47, 921, 513, 71, 87, 261, 165, 393, 147, 379, 737, 353, 1015, 743, 535,
        ];
        Assert.Equal(eleventh, Point(11, SobolSequence.MostDimensions).Select(x => (long)(x * Scale)));
        Assert.Equal(thousandth, Point(1000, SobolSequence.MostDimensions).Select(x => x * 1024));
    }

    [Fact]
    public void ScrambledPointsAreAsEven()
    {
        var search = Searcher.Create(SearchTestSpecs.Of("sobol", "{ lr: { min: 1.0e-6, max: 1 }, weight_decay: { min: 0, max: 1 }, model: { values: [resnet18, resnet34] } }", seed: 3));
        var suggested = Enumerable.Range(1, 64).Select(search.Suggest).ToList();
        foreach (var name in new[] { "lr", "weight_decay" })
        {
            Assert.Equal(Enumerable.Range(0, 64), suggested.Select(s => (int)(s[name].Number!.Value * 64)).Order());
        }

        // In two dimensions too: one in each box of 8 by 8.
        Assert.Equal(64, suggested.Select(s => ((int)(s["lr"].Number!.Value * 8), (int)(s["weight_decay"].Number!.Value * 8))).Distinct().Count());
        Assert.All(suggested.CountBy(s => s["model"]), count => Assert.Equal(32, count.Value));
    }

    [Fact]
    public void ASuggestionDependsOnSeedAndNumberAlone()
    {
        const string space = "{ lr: { min: 0.1, max: 1 }, weight_decay: { min: 0, max: 1 } }";
        const string turned = "{ weight_decay: { min: 0, max: 1 }, lr: { min: 0.1, max: 1 } }";
        var one = Searcher.Create(SearchTestSpecs.Of("sobol", space, seed: 5, cap: 100));
        var other = Searcher.Create(SearchTestSpecs.Of("sobol", turned, seed: 5, cap: 200));
        Assert.All(Enumerable.Range(1, 100).Reverse(), number => Assert.Equal(one.Suggest(number), other.Suggest(number)));
        Assert.NotEqual(one.Suggest(1), Searcher.Create(SearchTestSpecs.Of("sobol", space, seed: 6)).Suggest(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Suggest(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Suggest(0));
    }

    private static double[] Point(int point, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(dimension => SobolSequence.Coordinate(dimension, (uint)point) / Scale)];
}

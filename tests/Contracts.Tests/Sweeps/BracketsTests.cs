using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Halving;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class BracketsTests
{
    // Table 1 of the paper (JMLR 18, 2018): n_i trials of r_i epochs, for each s.
    private static readonly (int Trials, int Epochs)[][] Table =
    [
        [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
        [(34, 3), (11, 9), (3, 27), (1, 81)],
        [(15, 9), (5, 27), (1, 81)],
        [(8, 27), (2, 81)],
        [(5, 81)],
    ];

    [Fact]
    public void HyperbandsBracketsForR81AndEta3AreThePapers()
    {
        var brackets = Brackets.Of(new HyperbandTermination(null, null, null, 3), 81 + 34 + 15 + 8 + 5, 81);

        Assert.Equal(Table.Length, brackets.Length);
        foreach (var (bracket, column) in brackets.Zip(Table))
        {
            Assert.Equal(column, bracket.Rungs.Append(81).Select((epochs, rung) => (bracket.Reach(rung), epochs)));
        }
    }

    [Fact]
    public void TheBracketsHoldEveryTrialOnceAndBeginAgain()
    {
        var brackets = Brackets.Of(new HyperbandTermination(null, null, null, 3), 200, 81);

        Assert.Equal([81, 34, 15, 8, 5, 57], brackets.Select(bracket => bracket.Trials));
        Assert.All(Enumerable.Range(1, 200), trial => Assert.Single(brackets, bracket => bracket.Contains(trial)));
    }

    // What W&B's documentation computes for its own hyperband: checks at 3, 9 and 27, and at 27/3 and 27/9.
    [Theory]
    [InlineData("{ type: hyperband, min_iter: 3, eta: 3 }", new[] { 3, 9, 27 })]
    [InlineData("{ type: hyperband, max_iter: 27, s: 2, eta: 3, strict: true }", new[] { 3, 9 })]
    [InlineData("{ type: hyperband }", new[] { 1, 3, 11, 33 })]
    [InlineData("{ type: asha }", new[] { 1, 3, 9, 27, 81 })]
    [InlineData("{ type: asha, min_iter: 2, max_iter: 32, eta: 4 }", new[] { 2, 8 })]
    public void TheFirstTrialsRungsAreWhatTheKeysSay(string early, int[] rungs)
    {
        var spec = SweepFile.Parse($"method: random\nrun_cap: 9\nparameters: {{ epochs: {{ value: {(early.Contains("min_iter: 3") ? 81 : 100)} }} }}\nearly_terminate: {early}\n", "s");

        Assert.Equal(rungs, Brackets.RungsOf(Brackets.Of(spec.EarlyTerminate, 9, spec.MostEpochs), 1, spec.MostEpochs));
    }

    [Fact]
    public void ATrialHasTheRungsBeforeItsEnd() =>
        Assert.Equal([1, 3], Brackets.RungsOf(Brackets.Of(new AshaTermination(1, null, 3), 5, 81), 2, 9));

    [Theory]
    [InlineData(81, 81, 81 + (27 * 2) + (9 * 6) + (3 * 18) + 54, 81 * 81)]
    [InlineData(2, 9, 2 + 2 + 6, 18)]
    public void AshaTrainsAtLeastItsShareAndAtMostEverything(int trials, int epochs, long least, long most) => Assert.Equal(
        new EpochBounds(least, most), EpochBounds.Of(new AshaTermination(1, null, 3), [.. Enumerable.Repeat(epochs, trials)]));

    [Fact]
    public void HyperbandIsExact()
    {
        var bounds = EpochBounds.Of(new HyperbandTermination(null, null, null, 3), [.. Enumerable.Repeat(81, 143)]);

        Assert.Equal(bounds.Least, bounds.Most);
        Assert.Equal(Table.Sum(column => column.Select((stage, i) => stage.Trials * (stage.Epochs - (i == 0 ? 0 : column[i - 1].Epochs))).Sum()), bounds.Least);
    }

    [Fact]
    public void TheOtherTypesStopNoEarlierThanTheyMay()
    {
        Assert.Equal(new EpochBounds(20, 20), EpochBounds.Of(null, [10, 10]));
        Assert.Equal(new EpochBounds(10 + 10 + 2 + 2, 40), EpochBounds.Of(new MedianTermination(2, 2), [10, 10, 10, 10]));
        Assert.Equal(new EpochBounds(8, 20), EpochBounds.Of(new PatienceTermination(3, 0), [10, 10]));
        Assert.Equal(new EpochBounds(4, 20), EpochBounds.Of(new ThresholdTermination(0.5, 2), [10, 10]));
    }
}

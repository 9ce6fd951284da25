using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Search.Pbt;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Tests.Search.Pbt;

public sealed class PerturbationTests
{
    [Theory]
    [InlineData(0.1, true, 0.12)]
    [InlineData(0.1, false, 0.08)]
    [InlineData(0.9, true, 1.0)]
    [InlineData(0.011, false, 0.01)]
    public void A_number_changes_by_a_fifth_within_its_range(double value, bool up, double expected)
    {
        Assert.Equal(expected, Perturbation.Of(new UniformRange(0.01, 1), ParameterValue.Of(value), up).Number!.Value, 1e-12);
        Assert.Equal(expected, Perturbation.Of(new LogUniformRange(0.01, 1), ParameterValue.Of(value), up).Number!.Value, 1e-12);
    }

    [Theory]
    [InlineData(0.1, true, 0.15)] // a fifth is less than half a step
    [InlineData(0.1, false, 0.05)]
    [InlineData(0.5, true, 0.6)]
    [InlineData(0.05, false, 0.05)]
    [InlineData(0.95, true, 0.95)]
    public void A_multiple_becomes_another_one(double value, bool up, double expected)
    {
        var range = new QuantizedRange(false, ParameterValue.Of(0.05), ParameterValue.Of(0.95), ParameterValue.Of(0.05));

        Assert.Equal(expected, Perturbation.Of(range, ParameterValue.Of(value), up).Number);
    }

    [Theory]
    [InlineData(100, true, 120)]
    [InlineData(7, false, 6)]
    [InlineData(190, true, 200)]
    [InlineData(5, false, 5)]
    public void A_whole_number_stays_whole(long value, bool up, long expected) =>
        Assert.Equal(ParameterValue.Of(expected), Perturbation.Of(new IntegerUniformRange(5, 200), ParameterValue.Of(value), up));

    [Theory]
    [InlineData("b", true, "d")] // c is never drawn
    [InlineData("d", false, "b")]
    [InlineData("a", false, "a")]
    [InlineData("d", true, "d")]
    public void One_of_a_list_becomes_its_neighbour(string value, bool up, string expected)
    {
        var listed = new ListedValues([.. "abcd".Select(letter => ParameterValue.Of($"{letter}"))]) { Probabilities = [0.3, 0.3, 0, 0.4] };

        Assert.Equal(ParameterValue.Of(expected), Perturbation.Of(listed, ParameterValue.Of(value), up));
    }

    [Fact]
    public void Whatever_is_explored_again_and_again_stays_what_the_parameter_can_be()
    {
        var spec = Spec(0.25);
        var (search, exploration) = (Searcher.Create(spec), new Exploration(spec));
        for (var trial = 1; trial <= 20; trial++)
        {
            var parameters = search.Suggest(trial, []);
            for (var rung = 1; rung <= 50; rung++)
            {
                var before = parameters;
                parameters = exploration.Of(parameters, trial, rung);
                Assert.All(spec.Parameters, p => Assert.NotNull(Dimension.Of(p.Value).PieceOf(parameters[p.Key])));
                Assert.All(new[] { "model", "batch_size", "epochs", "optimizer" }, name => Assert.Equal(before[name], parameters[name]));
                spec.HyperparametersOf(parameters);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 60)]
    [InlineData(1, 200)]
    public void So_many_are_drawn_anew(double resample, int about)
    {
        var spec = Spec(resample);
        var parameters = Searcher.Create(spec).Suggest(1, []);
        var lr = parameters["lr"].Number!.Value;

        var anew = Enumerable.Range(1, 200).Select(trial => new Exploration(spec).Of(parameters, trial, 1)["lr"].Number!.Value)
            .Count(value => Math.Abs((value / lr) - 0.8) > 1e-9 && Math.Abs((value / lr) - 1.2) > 1e-9);

        Assert.InRange(anew, about - 25, about + 25);
    }

    private static SweepSpec Spec(double resample) => SweepFile.Parse(
        FormattableString.Invariant($$"""
        method: pbt
        run_cap: 20
        parameters:
          lr: { distribution: log_normal, mu: -7, sigma: 1.5 }
          optimizer: { values: [sgd, adam] }
          weight_decay: { distribution: inv_log_uniform_values, min: 1.0e-6, max: 1.0e-2 }
          momentum: { distribution: q_uniform, min: 0.5, max: 0.95, q: 0.05 }
          label_smoothing: { values: [0, 0.05, 0.1], probabilities: [0.5, 0, 0.5] }
          augmentation: { values: [none, crop_flip] }
          batch_size: { values: [64, 128] }
        pbt: { resample: {{resample}} }
        """),
        "explored");
}

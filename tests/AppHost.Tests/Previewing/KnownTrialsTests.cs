extern alias coordinator;

using coordinator::ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.AppHost.Previewing;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.AppHost.Tests.Previewing;

public sealed class KnownTrialsTests
{
    private const string Drawn = """

        seed: 7
        parameters:
          model: { values: [resnet18, resnet34] }
          lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1.0e-1 }
          momentum: { distribution: q_uniform, min: 0.5, max: 0.95, q: 0.05 }
          weight_decay: { distribution: normal, mu: 0.1, sigma: 0.05 }
          epochs: { min: 2, max: 9 }
          optimizer: { values: [adam, sgd], probabilities: [0.25, 0.75] }
        """;

    [Theory]
    [InlineData("method: random\nrun_cap: 25" + Drawn, 25)]
    [InlineData("method: sobol\nrun_cap: 25" + Drawn, 25)]
    [InlineData("method: tpe\nrun_cap: 25" + Drawn, 10)]
    [InlineData("method: tpe\nrun_cap: 4" + Drawn, 4)]
    [InlineData("method: tpe\nrun_cap: 25\nwarm_start: other" + Drawn, 0)]
    [InlineData("method: grid\nrun_cap: 5\nparameters: { model: { values: [resnet18, resnet34] }, lr: { values: [1, 0.1, 0.01] } }", 5)]
    public void They_are_those_that_the_coordinator_makes_of_the_file(string text, int count)
    {
        var spec = SweepFile.Parse(text, "s");
        var known = new KnownTrials(spec);
        var plan = new SweepPlan(spec, Guid.Empty, trace: null);

        Assert.Equal(plan.Total, known.Total);
        Assert.Equal(count, known.Count);
        Assert.All(Enumerable.Range(1, count), number => Assert.Equal(plan.Trial(number, new SweepState()).Parameters, known[number]));
    }

    [Fact]
    public void The_first_are_by_number()
    {
        var known = new KnownTrials(SweepFile.Parse("method: random\nrun_cap: 25" + Drawn, "s"));

        Assert.Equal([known[1], known[2], known[3]], known.First(3));
        Assert.Equal(25, known.First(1000).Length);
    }
}

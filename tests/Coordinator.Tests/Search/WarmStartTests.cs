using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Tests.Telemetry;

namespace ResNet.Distributed.Coordinator.Tests.Search;

public class WarmStartTests
{
    private static readonly SweepSpec Spec =
        SearchTestSpecs.Of("tpe", "{ lr: { min: 0.1, max: 1 }, epochs: { value: 10 }, optimizer: { values: [adam, sgd] } }");

    [Fact]
    public void TrialsInsideOfTheSpaceAreTakenAndTheOthersCounted()
    {
        var warm = WarmStart.Of(Spec,
        [
            Trial(1, "0.5", TrialStatus.Completed, 0.7), Trial(2, "0.05", TrialStatus.Completed, 0.9), Trial(3, "0.5", TrialStatus.Diverged, 0.8),
            Trial(4, "0.5", TrialStatus.Running, 0.8), Trial(5, "0.5", TrialStatus.Failed, null), Trial(6, "0.5, epochs: 5", TrialStatus.Completed, 0.8),
            Trial(7, "0.5, seed: 7, optimizer: sgd", TrialStatus.Completed, 0.6), Trial(8, "0.5, weight_decay: 0.1", TrialStatus.Completed, 0.6),
            Trial(9, "0.5, weight_decay: 0", TrialStatus.Completed, 0.5), Trial(10, "1", TrialStatus.Completed, null),
        ]);

        Assert.Equal(
            [(-0.7, "adam"), (double.PositiveInfinity, "adam"), (-0.6, "sgd"), (-0.5, "adam"), (double.PositiveInfinity, "adam")],
            warm.Observations.Select(o => (o.Loss!.Value, $"{o.Parameters["optimizer"]}")));
        Assert.All(warm.Observations, o => Assert.Equal(Spec.Parameters.Select(p => p.Key).Order(), o.Parameters.Keys.Order()));
        Assert.Equal(3, warm.Skipped);
    }

    [Fact]
    public void ALowerLossIsTheBetterOneWhateverTheGoal()
    {
        var trial = Trial(1, "0.5", TrialStatus.Completed, 0.7);
        Assert.Equal(-0.7, SweepObservations.Of(trial, new MetricSpec("test_accuracy", MetricGoal.Maximize))!.Loss);
        Assert.Equal(0.7, SweepObservations.Of(trial, new MetricSpec("test_loss", MetricGoal.Minimize))!.Loss);
        Assert.Equal(
            double.PositiveInfinity, SweepObservations.Of(trial with { Best = double.NaN }, new MetricSpec("test_loss", MetricGoal.Minimize))!.Loss);
    }

    private static TrialView Trial(int number, string rate, TrialStatus status, double? best)
    {
        var parameters = $"{{ model: {{ value: resnet18 }}, lr: {{ value: {rate.Replace(", ", " }, ").Replace(": ", ": { value: ")} }} }}";
        var spec = SearchTestSpecs.Grid(parameters);
        return SweepSamples.Trial(number, status, best: best) with { Parameters = new SweepPlan(spec, Guid.Empty, null).Trial(1, new SweepState()).Parameters };
    }
}

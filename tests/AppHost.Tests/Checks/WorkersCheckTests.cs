using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Checks;

namespace ResNet.Distributed.AppHost.Tests.Checks;

public class WorkersCheckTests
{
    private static readonly SweepSpec Spec = SweepFile.Parse("method: grid\nparameters: {}\nworkers_per_trial: { min: 4, max: 8 }", "a.yaml");

    [Fact]
    public void TooFewWorkersAreRefusedBeforeAnythingStarts()
    {
        var checks = new InputChecks();
        checks.Workers(Spec, workers: 2, store: null);

        var fault = Assert.Single(Assert.Throws<InputException>(checks.ThrowIfAny).Faults);

        Assert.Equal(
            "workers_per_trial is { min: 4, max: 8 }, and there would be 2 of them: no trial could start. "
            + "Give --workers 4 or more, or let the sweep do with fewer.",
            fault);
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(2, "redis:6379")]
    public void EnoughAreTakenAndSoIsAClusterThatOthersMayJoin(int workers, string? store)
    {
        var checks = new InputChecks();

        checks.Workers(Spec, workers, store);

        checks.ThrowIfAny();
    }
}

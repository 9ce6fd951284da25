using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Tests.Telemetry;

namespace ResNet.Distributed.Coordinator.Tests.Sweeps;

public sealed class SweepDecisionsTests
{
    [Fact]
    public void Under_way_is_what_trains_or_waits_for_workers_and_what_is_about_to_be_taken_up_again()
    {
        var state = SweepSamples.State(
            SweepSamples.Trial(1, TrialStatus.Running), SweepSamples.Trial(2, TrialStatus.Waiting), SweepSamples.Trial(3, TrialStatus.Cancelled),
            SweepSamples.Trial(4, TrialStatus.Completed), SweepSamples.Trial(5, TrialStatus.Failed), SweepSamples.Trial(6, TrialStatus.AtRung) with { Rung = 1 });

        Assert.Equal(3, SweepDecisions.UnderWay(state));
        Assert.Equal(2, SweepDecisions.UnderWay(SweepDecisions.Stop(state, 1, "enough")));
    }
}

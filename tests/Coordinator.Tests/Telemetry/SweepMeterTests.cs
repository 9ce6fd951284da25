using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.Coordinator.Tests.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Telemetry;

public sealed class SweepMeterTests : IDisposable
{
    private readonly MeterReadings _readings = new();
    private readonly FakeTimeProvider _time = new(TrialSamples.Now);

    public void Dispose() => _readings.Dispose();

    [Fact]
    public void A_sweep_tells_its_trials_its_best_and_how_far_it_is()
    {
        using var meter = new SweepMeter(_readings, SweepSamples.Plan, _time);
        meter.Publish(SweepSamples.State(
            SweepSamples.Trial(1, TrialStatus.Completed, epochsDone: 4, seconds: 40, attempt: 2, best: 0.25),
            SweepSamples.Trial(4, TrialStatus.Running, epochsDone: 1, seconds: 10, best: 0.5)));
        meter.TrialChanged(TrialStatus.Running, TrialStatus.Diverged);
        meter.TrialChanged(TrialStatus.Diverged, TrialStatus.Diverged);

        var read = _readings.Read();

        Assert.Equal(17, read.Count);
        Assert.Equal(1, read["resnet.trials sweep=sample state=completed"]);
        Assert.Equal(4, read["resnet.trials sweep=sample state=pending"]);
        Assert.Equal(0.5, read["resnet.sweep.best sweep=sample metric=test_accuracy model=resnet34 trial=4"]);
        Assert.Equal((5, 24), (read["resnet.sweep.epochs.done sweep=sample"], read["resnet.sweep.epochs.total sweep=sample"]));
        Assert.Equal(190, read["resnet.sweep.time.left sweep=sample"]);
        Assert.Equal(1, read["resnet.trial.restarts sweep=sample"]);
        Assert.Equal((0, 1), (read["resnet.trial.failures sweep=sample kind=failed"], read["resnet.trial.failures sweep=sample kind=diverged"]));
    }

    [Fact]
    public void A_finished_sweep_is_told_of_for_some_minutes_more()
    {
        using var meter = new SweepMeter(_readings, SweepSamples.Plan, _time);
        var running = SweepSamples.State(SweepSamples.Trial(1, TrialStatus.Completed));
        meter.Publish(running);
        meter.Publish(running with { Ended = _time.GetUtcNow() });
        _time.Advance(SweepMeter.Linger - TimeSpan.FromSeconds(1));
        Assert.NotEmpty(_readings.Read());

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_readings.Read());

        // One that is taken up again is there again, and stays.
        meter.Publish(running);
        _time.Advance(2 * SweepMeter.Linger);
        Assert.NotEmpty(_readings.Read());
    }

    [Fact]
    public void A_sweep_that_ended_long_ago_or_left_this_process_is_not_told_of()
    {
        var old = new SweepMeter(_readings, SweepSamples.Plan, _time);
        old.Publish(SweepSamples.State() with { Ended = _time.GetUtcNow() - TimeSpan.FromHours(1) });
        var left = new SweepMeter(_readings, SweepSamples.Plan, _time);
        left.Publish(SweepSamples.State());
        left.Dispose();

        Assert.Empty(_readings.Read());
    }
}

using ResNet.Distributed.GpuWorker.Device;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Tests.Device;

public sealed class ProgressMeterTests
{
    [Fact]
    public void Steady_steps_give_their_speed_and_what_is_left()
    {
        var meter = new ProgressMeter(epochs: 2);

        var progress = meter.AfterStep(new StepResult(0, 0, 4, 2.0, Seconds: 0.5, Images: 8));

        Assert.Equal((0, 1, 4), (progress.Epoch, progress.Step, progress.Steps));
        Assert.Equal(16, progress.ImagesPerSecond);
        Assert.Equal(7 * 0.5, progress.SecondsLeft);
    }

    [Fact]
    public void The_loss_is_the_mean_of_the_epoch_so_far()
    {
        var meter = new ProgressMeter(epochs: 2);

        meter.AfterStep(new StepResult(0, 0, 2, 4.0, 1, 8));
        Assert.Equal(3.0, meter.AfterStep(new StepResult(0, 1, 2, 2.0, 1, 8)).Loss);
        Assert.Equal(1.0, meter.AfterStep(new StepResult(1, 0, 2, 1.0, 1, 8)).Loss);
    }

    [Fact]
    public void A_slow_first_step_is_forgotten()
    {
        var meter = new ProgressMeter(epochs: 1);
        meter.AfterStep(new StepResult(0, 0, 100, 1, Seconds: 10, Images: 8));

        double? left = null;
        for (var step = 1; step < 30; step++)
        {
            left = meter.AfterStep(new StepResult(0, step, 100, 1, Seconds: 1, Images: 8)).SecondsLeft;
        }

        Assert.InRange(left!.Value, 70, 72);
    }

    [Fact]
    public void The_tests_that_are_still_to_come_count()
    {
        var meter = new ProgressMeter(epochs: 3);
        meter.AfterStep(new StepResult(0, 0, 1, 1, 1, 8));

        var progress = meter.AfterEpoch(new EpochResult(0, 1, 0.5, 0.5, 1, 8, TrainSeconds: 1, TestSeconds: 5), stepsPerEpoch: 1);

        Assert.Equal((2 * 1) + (2 * 5), progress.SecondsLeft);
    }

    [Fact]
    public void After_the_last_epoch_nothing_is_left()
    {
        var meter = new ProgressMeter(epochs: 1);
        meter.AfterStep(new StepResult(0, 0, 1, 1, 1, 8));

        Assert.Equal(0, meter.AfterEpoch(new EpochResult(0, 1, 0.5, 0.5, 1, 8, 1, 5), stepsPerEpoch: 1).SecondsLeft);
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Turns steps into what people want to know: how fast, and how much longer.</summary>
/// <param name="epochs">Epochs that are done when the attempt has done its part.</param>
internal sealed class ProgressMeter(int epochs)
{
    // The weight of the newest step in the running averages. The first step of a process is many times slower than the others;
    // with this it is forgotten after about ten.
    private const double Newest = 0.2;

    private double? _secondsPerStep;
    private double? _imagesPerSecond;
    private double _testSeconds;
    private double _lossSum;

    /// <summary>A step is done.</summary>
    public TrialProgress AfterStep(StepResult step)
    {
        _lossSum = step.Step == 0 ? step.Loss : _lossSum + step.Loss;
        _secondsPerStep = Blend(_secondsPerStep, step.Seconds);
        _imagesPerSecond = Blend(_imagesPerSecond, step.Images / step.Seconds);
        return Progress(step.Epoch, step.Step + 1, step.StepsPerEpoch, _lossSum / (step.Step + 1));
    }

    /// <summary>An epoch and its test are done.</summary>
    public TrialProgress AfterEpoch(EpochResult epoch, int stepsPerEpoch)
    {
        _testSeconds = epoch.TestSeconds;
        return Progress(epoch.Epoch, stepsPerEpoch, stepsPerEpoch, epoch.TrainLoss) with { SecondsLeft = Left(epoch.Epoch + 1, 0, stepsPerEpoch) };
    }

    private static double Blend(double? before, double now) => before is { } b ? b + (Newest * (now - b)) : now;

    private TrialProgress Progress(int epoch, int step, int steps, double loss) => new()
    {
        Epoch = epoch,
        Step = step,
        Steps = steps,
        Loss = loss,
        ImagesPerSecond = _imagesPerSecond,
        SecondsLeft = Left(epoch, step, steps),
    };

    private double? Left(int epoch, int step, int steps)
    {
        var epochsLeft = epochs - epoch;
        return epochsLeft == 0 ? 0 : (((((long)epochsLeft * steps) - step) * _secondsPerStep) + (epochsLeft * _testSeconds));
    }
}

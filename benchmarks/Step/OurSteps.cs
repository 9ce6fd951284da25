using ResNet.Distributed.Measuring;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Step;

/// <summary>Trains a few steps by the project's own training loop, as a worker does.</summary>
internal sealed class OurSteps(int warmUp) : ITrainingObserver
{
    private readonly List<StepResult> _steps = [];
    private long _faults;
    private TimeSpan _kernel;

    /// <summary>Trains, then multiplies matrices.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="way">One of <see cref="StepProcess"/>'s ways to compute it.</param>
    /// <param name="warmUp">Steps before those that are counted, at least 1.</param>
    /// <param name="steps">Steps that are counted, at least 1.</param>
    public static StepRun Run(string model, string way, int warmUp, int steps)
    {
        var observer = new OurSteps(warmUp);
        var images = Noise.Images(StepOptions.BatchSize * (warmUp + steps));
        TrainingRun.Execute(
            new TrainingPlan
            {
                Model = model,
                ChannelsLast = way == StepProcess.ChannelsLast,
                Winograd = way == StepProcess.Winograd,
                BatchSize = StepOptions.BatchSize,
                Epochs = 1,
                Seed = 1,
            },
            images, images.Take(1), 10, observer, device: CPU);
        return observer.Result(steps);
    }

    void ITrainingObserver.OnStep(StepResult step)
    {
        _steps.Add(step);
        if (_steps.Count == warmUp)
        {
            (_faults, _kernel) = (OwnProcess.MinorFaults(), Environment.CpuUsage.PrivilegedTime);
        }
    }

    private StepRun Result(int steps)
    {
        // The peak is the training's, so it is looked at before the matrices come.
        var peak = OwnProcess.PeakMemory();
        var faults = (OwnProcess.MinorFaults() - _faults) / (double)steps;
        var kernel = (Environment.CpuUsage.PrivilegedTime - _kernel).TotalSeconds / steps;
        var counted = _steps.Skip(warmUp).ToArray();
        return new StepRun(
            LibTorchVersion.Loaded, _steps[0].Seconds, [.. counted.Select(step => step.Seconds)], peak, faults, kernel, MatrixProduct.Measure(),
            counted.Average(step => step.DataSeconds));
    }
}

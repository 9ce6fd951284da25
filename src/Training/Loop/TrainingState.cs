using ResNet.Distributed.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// All that a run's next step depends on, live: the model, the optimizer, the progress. torch's default generator belongs to it
/// too. Nothing in it is owned here.
/// </summary>
public sealed class TrainingState
{
    private readonly RunInfo _info;

    internal TrainingState(
        TrainingPlan plan, CifarResNet model, Adam optimizer, Device device, RunInfo info, RunProgress progress)
    {
        (Plan, Model, Optimizer, Device, Progress) = (plan, model, optimizer, device, progress);
        _info = info;
    }

    /// <summary>What is trained, as it was asked for.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>The live model.</summary>
    public CifarResNet Model { get; }

    /// <summary>The live optimizer of the model's parameters.</summary>
    public Adam Optimizer { get; }

    /// <summary>Where the model is.</summary>
    public Device Device { get; }

    /// <summary>How far the run is.</summary>
    public RunProgress Progress { get; internal set; }

    /// <summary>What the run turned out to be; the seed is the progress's, which a checkpoint may have brought.</summary>
    public RunInfo Info => _info with { Seed = Progress.Seed };
}

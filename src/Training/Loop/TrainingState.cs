using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Optimizers;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// All that a run's next step depends on, live: the model, the optimizer, the progress. torch's default generator belongs to it
/// too. Nothing in it is owned here, but for the views of the optimizer's tensors.
/// </summary>
public sealed class TrainingState : IDisposable
{
    private readonly RunInfo _info;
    private readonly List<(string Name, Tensor Tensor)> _optimizerViews;

    internal TrainingState(
        TrainingPlan plan, CifarResNet model, FlatParameters parameters, IFlatOptimizer optimizer, Device device, RunInfo info,
        RunProgress progress)
    {
        (Plan, Model, Parameters, Optimizer, Device, Progress) = (plan, model, parameters, optimizer, device, progress);
        _info = info;
        _optimizerViews =
        [
            .. from state in optimizer.State
               from part in parameters.Parts
               select ($"optimizer.{state.Name}.{part.Name}", part.Of(state.Tensor).DetachFromDisposeScope()),
        ];
    }

    /// <summary>What is trained, as it was asked for.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>The live model.</summary>
    public CifarResNet Model { get; }

    /// <summary>The live model's parameters and their gradients.</summary>
    public FlatParameters Parameters { get; }

    /// <summary>The live optimizer of the model's parameters.</summary>
    public IFlatOptimizer Optimizer { get; }

    /// <summary>Where the model is.</summary>
    public Device Device { get; }

    /// <summary>How far the run is.</summary>
    public RunProgress Progress { get; internal set; }

    /// <summary>What the run turned out to be; the seed is the progress's, which a checkpoint may have brought.</summary>
    public RunInfo Info => _info with { Seed = Progress.Seed };

    /// <summary>The optimizer's live tensors, parameter by parameter: <c>optimizer.exp_avg.conv1.0.weight</c>.</summary>
    internal IReadOnlyList<(string Name, Tensor Tensor)> OptimizerTensors => _optimizerViews;

    /// <summary>Gives the views back.</summary>
    public void Dispose() => _optimizerViews.ForEach(view => view.Tensor.Dispose());
}

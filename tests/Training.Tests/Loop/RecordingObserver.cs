using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;
using TorchSharp;

namespace ResNet.Distributed.Training.Tests.Loop;

/// <summary>Keeps all that a run reports.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public RunInfo? Info { get; private set; }

    /// <summary>The epoch and step that the run went on with; null where it started from its initial weights.</summary>
    public (int Epoch, int Step)? ResumedAt { get; private set; }

    public List<StepResult> Steps { get; } = [];

    public List<EpochResult> Epochs { get; } = [];

    /// <summary>Tensors alive on the training thread after each step.</summary>
    public List<long> LiveTensors { get; } = [];

    /// <summary>Batches that the first BatchNorm had seen at the end.</summary>
    public long BatchesTracked { get; private set; }

    /// <summary>Parameters and buffers at the end; null where the run did not get there.</summary>
    public string? FinalDigest { get; private set; }

    /// <summary>Called in each step, after it was kept.</summary>
    public Action? StepDone { get; init; }

    /// <summary>Called after each epoch's test, after the epoch was kept.</summary>
    public Action? EpochDone { get; init; }

    public void OnStarted(CifarResNet model, RunInfo info) => Info = info;

    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress)
    {
        Info = info;
        ResumedAt = (progress.Epoch, progress.Step);
        Epochs.AddRange(progress.Epochs);
    }

    public void OnStep(StepResult step)
    {
        Steps.Add(step);
        LiveTensors.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        StepDone?.Invoke();
    }

    public void OnEpoch(CifarResNet model, EpochResult epoch)
    {
        Epochs.Add(epoch);
        EpochDone?.Invoke();
    }

    public void OnFinished(CifarResNet model)
    {
        FinalDigest = WeightsDigest.Of(model);
        BatchesTracked = model.named_buffers().Single(b => b.name == "conv1.1.num_batches_tracked").buffer.item<long>();
    }
}

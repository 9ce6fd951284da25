using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// Hears of a run's progress, on the training thread: a slow answer slows the training, and an exception ends it. The model is the
/// live one; it may be read but not kept.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>The model has its initial weights; no step is done yet.</summary>
    void OnStarted(CifarResNet model, RunInfo info)
    {
    }

    /// <summary>
    /// In place of <see cref="OnStarted"/> where a run goes on from a checkpoint: the model has the checkpoint's weights. Steps and
    /// epochs of the progress are not told again.
    /// </summary>
    /// <param name="model">The live model.</param>
    /// <param name="info">What the run turned out to be.</param>
    /// <param name="progress">What was done before; live, so copy what is to be kept.</param>
    void OnResumed(CifarResNet model, RunInfo info, RunProgress progress) => OnStarted(model, info);

    /// <summary>A step is done.</summary>
    void OnStep(StepResult step)
    {
    }

    /// <summary>An epoch and its test are done; a checkpoint can be written.</summary>
    void OnEpoch(CifarResNet model, EpochResult epoch)
    {
    }

    /// <summary>All epochs that were wanted are done. Not called when a run is cancelled or fails.</summary>
    void OnFinished(CifarResNet model)
    {
    }
}

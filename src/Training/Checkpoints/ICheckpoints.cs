using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>
/// Keeps a run's state and brings it back. Called by the training loop, on the training thread, at points from which the run can
/// go on to the bit: an exception ends the run.
/// </summary>
public interface ICheckpoints
{
    /// <summary>Before the first step: puts a state that was kept in place of the initial one.</summary>
    /// <returns>Whether there was one; otherwise the state is as it was.</returns>
    bool Restore(TrainingState state);

    /// <summary>A step is done.</summary>
    void AfterStep(TrainingState state);

    /// <summary>An epoch and its test are done, and the observer has heard of it.</summary>
    void AfterEpoch(TrainingState state);

    /// <summary>The run was cancelled before a step or a test.</summary>
    void Stopped(TrainingState state);

    /// <summary>All epochs are done; returns when what was kept is durable.</summary>
    void Finished(TrainingState state);
}

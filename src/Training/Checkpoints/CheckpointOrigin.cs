namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>
/// Another run's checkpoint from which a run goes on with its own plan, of which no more may be different than what can change between two steps:
/// learning rate, the optimizer's settings, label smoothing, augmentation.
/// </summary>
/// <param name="Folder">The other run's folder.</param>
/// <param name="Run">The other run's name.</param>
/// <param name="Epoch">The checkpoint is the one of this epoch's very beginning, from 0.</param>
/// <param name="Attempt">The run's own checkpoints of this attempt and earlier ones are from before, and not gone on from.</param>
public sealed record CheckpointOrigin(string Folder, string Run, int Epoch, int Attempt);

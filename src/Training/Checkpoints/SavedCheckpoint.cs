namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>A checkpoint that is durable.</summary>
/// <param name="Path">The file.</param>
/// <param name="Epoch">The epoch that it goes on with, from 0; the number of epochs when all are done.</param>
/// <param name="Step">The step that it goes on with, from 0.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="SnapshotSeconds">How long the training thread was held up for the copy.</param>
/// <param name="WriteSeconds">How long it took to write, hash and force to the disk.</param>
public sealed record SavedCheckpoint(string Path, int Epoch, int Step, long Bytes, double SnapshotSeconds, double WriteSeconds);

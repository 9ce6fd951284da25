using ResNet.Distributed.Training.Checkpoints;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>A checkpoint and when it was durable.</summary>
internal readonly record struct CheckpointWritten(SavedCheckpoint Checkpoint, DateTimeOffset At);

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>The other run's checkpoint from which a run is to go on cannot be had. Nothing was trained: from its own beginning it would be another run.</summary>
public sealed class CheckpointOriginException : Exception
{
    internal CheckpointOriginException(CheckpointOrigin origin) : base(
        $"the checkpoint of {origin.Run} after {origin.Epoch} epochs, from which this run is to go on, is not in {origin.Folder} or cannot be used")
    {
    }
}

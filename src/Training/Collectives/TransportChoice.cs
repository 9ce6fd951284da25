namespace ResNet.Distributed.Training.Collectives;

/// <summary>What may carry a group's data.</summary>
public enum TransportChoice
{
    /// <summary>Shared memory where all ranks can map each other's; TCP otherwise.</summary>
    Auto,

    /// <summary>Shared memory, or an error that says why not.</summary>
    SharedMemory,

    /// <summary>TCP.</summary>
    Tcp,
}

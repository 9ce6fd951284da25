namespace ResNet.Distributed.Contracts.Workers;

/// <summary>How a worker was lost.</summary>
public enum LossKind
{
    /// <summary>Nothing was heard of it: it hangs, or its network is broken.</summary>
    Silent,

    /// <summary>Its process died: another incarnation of it has come.</summary>
    Died,

    /// <summary>It said goodbye.</summary>
    Left,

    /// <summary>It has been given to another trial meanwhile.</summary>
    Reassigned,
}

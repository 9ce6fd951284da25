namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>Where a cluster under test keeps its state.</summary>
public enum StoreKind
{
    /// <summary>Inside AppHost.</summary>
    Embedded,

    /// <summary>A real Redis beside it.</summary>
    Redis,
}

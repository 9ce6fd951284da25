namespace ResNet.Distributed.Scaling;

/// <summary>What processes that train at the same time do together.</summary>
internal enum Togetherness
{
    /// <summary>Nothing: they share the machine alone.</summary>
    Strangers,

    /// <summary>They wait for each other after each step, and exchange nothing.</summary>
    Pace,

    /// <summary>They are the ranks of one training.</summary>
    Training,
}

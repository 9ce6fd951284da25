namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>What a listener answers to a greeting.</summary>
internal enum Refusal : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>This is not a greeting, or one of another version.</summary>
    Format,

    /// <summary>The channels differ.</summary>
    Channel,

    /// <summary>The attempts differ.</summary>
    Attempt,

    /// <summary>The world sizes differ.</summary>
    WorldSize,

    /// <summary>Another rank is expected here, or another one was looked for.</summary>
    Rank,

    /// <summary>The tokens differ.</summary>
    Token,
}

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>What a connection is for.</summary>
internal enum LinkPurpose : byte
{
    /// <summary>Heartbeats, goodbyes, aborts.</summary>
    Control = 1,

    /// <summary>The values.</summary>
    Data = 2,
}

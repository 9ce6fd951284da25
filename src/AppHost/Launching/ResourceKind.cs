namespace ResNet.Distributed.AppHost.Launching;

/// <summary>What a part of the cluster is.</summary>
internal enum ResourceKind
{
    /// <summary>Membership, grain state and reminders, by the Redis protocol.</summary>
    Store,

    /// <summary>Finds, downloads or makes the data set, then ends.</summary>
    Data,

    /// <summary>Schedules trials and serves the HTTP API.</summary>
    Coordinator,

    /// <summary>Owns one device and trains.</summary>
    Worker,
}

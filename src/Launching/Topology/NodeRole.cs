namespace ResNet.Distributed.Launching.Topology;

/// <summary>What a process of the cluster does.</summary>
public enum NodeRole
{
    /// <summary>Schedules trials and serves the HTTP API.</summary>
    Coordinator,

    /// <summary>Owns one device and trains.</summary>
    Worker,
}

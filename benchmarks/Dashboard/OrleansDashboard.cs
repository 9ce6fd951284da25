namespace ResNet.Distributed.Dashboard;

/// <summary>What becomes of Orleans' own dashboard during the measurement.</summary>
internal enum OrleansDashboard
{
    /// <summary>It is served, and nobody looks at it.</summary>
    On,

    /// <summary>It is not there.</summary>
    Off,

    /// <summary>Somebody has it open, so that it measures every call.</summary>
    Watched,
}

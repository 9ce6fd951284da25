namespace ResNet.Distributed.Coordinator.Dashboard.Layout;

/// <summary>How someone wants the pages.</summary>
public enum ThemeChoice
{
    /// <summary>As the system is.</summary>
    System,

    /// <summary>Light.</summary>
    Light,

    /// <summary>Dark.</summary>
    Dark,
}

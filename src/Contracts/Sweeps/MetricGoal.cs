namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>Which end of a metric is the good one.</summary>
public enum MetricGoal
{
    /// <summary>Higher is better.</summary>
    Maximize,

    /// <summary>Lower is better.</summary>
    Minimize,
}

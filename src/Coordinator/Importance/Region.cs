namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>A part of an axis.</summary>
internal abstract class Region
{
    /// <summary>How likely a draw is in it: 0 to 1.</summary>
    public abstract double Measure { get; }

    /// <summary>Whether a coordinate of the region that was cut is in this part.</summary>
    public abstract bool Contains(double coordinate);
}

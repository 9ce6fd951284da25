namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>A continuous distribution of real numbers on an interval.</summary>
internal abstract class Law(double min, double max)
{
    /// <summary>The smallest number.</summary>
    public double Min => min;

    /// <summary>The largest.</summary>
    public double Max => max;

    /// <summary>The number that a share of all draws is not above. Never outside of the interval, however it was rounded.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Quantile(double share) => Math.Clamp(Inverse(share), min, max);

    /// <summary>The share of all draws that is not above a number: 0 to 1.</summary>
    public double Share(double number) => number <= min ? 0 : number >= max ? 1 : Math.Clamp(Distribution(number), 0, 1);

    protected abstract double Inverse(double share);

    protected abstract double Distribution(double number);
}

namespace ResNet.Distributed.Telemetry;

/// <summary>Several measurements of one thing.</summary>
/// <param name="Least">The least.</param>
/// <param name="Quarter">A quarter of them is not above.</param>
/// <param name="Median">The median.</param>
/// <param name="ThreeQuarters">A quarter of them is not below.</param>
/// <param name="Most">The most.</param>
internal sealed record Spread(double Least, double Quarter, double Median, double ThreeQuarters, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(sorted[0], At(0.25), At(0.5), At(0.75), sorted[^1]);

        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
        }
    }
}

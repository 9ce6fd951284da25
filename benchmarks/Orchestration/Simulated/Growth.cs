namespace ResNet.Distributed.Orchestration.Simulated;

/// <summary>How the coordinator's work grows with one size of the load, while the others stay.</summary>
/// <param name="Size">Which one.</param>
/// <param name="Points">Its values, and what was measured.</param>
internal sealed record Growth(string Size, IReadOnlyList<(int Value, SimulatedTime Time)> Points)
{
    /// <summary>
    /// By what power of the size the CPU time grows, by least squares over the logarithms: 1 where twice as much costs twice as much.
    /// </summary>
    public double Exponent
    {
        get
        {
            var points = Points.Select(point => (X: Math.Log(point.Value), Y: Math.Log(point.Time.CpuSeconds))).ToArray();
            var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
            return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
        }
    }

    /// <summary>The CPU seconds as a bar for each value, the longest of a set length.</summary>
    public string Bar(SimulatedTime time) =>
        new('█', (int)Math.Max(1, Math.Round(30 * time.CpuSeconds / Points.Max(point => point.Time.CpuSeconds))));
}

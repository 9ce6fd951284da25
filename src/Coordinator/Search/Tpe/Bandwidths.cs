namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>How wide kernels are.</summary>
internal static class Bandwidths
{
    /// <summary>
    /// Standard deviations in parts of the unit interval, for each trial: the greater of the distances to its neighbours (Bergstra et al.,
    /// 2011, section 4.2), and not below 1 / min(100, 2 + n) for n trials, so that a search goes on exploring.
    /// </summary>
    /// <param name="coordinates">The trials' coordinates.</param>
    public static double[] Of(double[] coordinates)
    {
        var count = coordinates.Length;
        var narrowest = 1 / Math.Min(100.0, 2 + count);
        var order = Enumerable.Range(0, count).ToArray();
        Array.Sort([.. coordinates], order);
        var widths = new double[count];
        for (var place = 0; place < count; place++)
        {
            widths[order[place]] = Math.Clamp(Math.Max(Distance(place, place - 1), Distance(place, place + 1)), narrowest, 1);
        }

        return widths;

        // The ends of the interval are neighbours of a trial that has no other.
        double Distance(int place, int neighbour)
        {
            var here = coordinates[order[place]];
            return neighbour >= 0 && neighbour < count ? Math.Abs(coordinates[order[neighbour]] - here)
                : count > 1 ? 0
                : neighbour < 0 ? here : 1 - here;
        }
    }
}

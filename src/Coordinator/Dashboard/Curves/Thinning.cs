using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>
/// Leaves out points that nobody would miss: largest triangle, three buckets. Of each bucket stays the point that spans the largest
/// triangle with the one kept before and the mean of the next bucket, so that peaks and dips stay.
/// </summary>
internal static class Thinning
{
    /// <summary>At most <paramref name="most"/> of the points, the first and the last among them, in their order.</summary>
    /// <param name="points">By rising X.</param>
    /// <param name="most">At least 2.</param>
    public static ImmutableArray<CurvePoint> Thin(ImmutableArray<CurvePoint> points, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        if (points.Length <= most)
        {
            return points;
        }

        var kept = ImmutableArray.CreateBuilder<CurvePoint>(most);
        kept.Add(points[0]);
        var buckets = most - 2;
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var (from, to) = Bounds(bucket, buckets, points.Length);
            var (nextFrom, nextTo) = bucket == buckets - 1 ? (points.Length - 1, points.Length) : Bounds(bucket + 1, buckets, points.Length);
            kept.Add(Farthest(points.AsSpan(from, to - from), kept[^1], Mean(points.AsSpan(nextFrom, nextTo - nextFrom))));
        }

        kept.Add(points[^1]);
        return kept.MoveToImmutable();
    }

    // The points between the first and the last, in equal parts; none is empty as there are more points than buckets.
    private static (int From, int To) Bounds(int bucket, int buckets, int points)
    {
        var inner = points - 2;
        return (1 + (int)((long)inner * bucket / buckets), 1 + (int)((long)inner * (bucket + 1) / buckets));
    }

    private static CurvePoint Farthest(ReadOnlySpan<CurvePoint> bucket, CurvePoint before, CurvePoint after)
    {
        var (farthest, largest) = (bucket[0], -1.0);
        foreach (var point in bucket)
        {
            var area = Math.Abs((before.X - after.X) * (point.Y - before.Y) - (before.X - point.X) * (after.Y - before.Y));
            if (area > largest)
            {
                (farthest, largest) = (point, area);
            }
        }

        return farthest;
    }

    private static CurvePoint Mean(ReadOnlySpan<CurvePoint> bucket)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var point in bucket)
        {
            (x, y) = (x + point.X, y + point.Y);
        }

        return new CurvePoint(x / bucket.Length, y / bucket.Length);
    }
}

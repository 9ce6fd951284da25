using System.Collections.Immutable;
using ResNet.Distributed.Coordinator.Dashboard.Curves;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class ThinningTests
{
    [Fact]
    public void Thinning_keeps_the_ends_the_order_and_only_points_that_were_there()
    {
        Gen.Select(Gen.Double[-1e6, 1e6].Array[2, 300], Gen.Int[2, 40]).Sample((values, most) =>
        {
            var points = values.Select((value, index) => new CurvePoint(index + 1, value)).ToImmutableArray();

            var thin = Thinning.Thin(points, most);

            Assert.Equal(Math.Min(most, points.Length), thin.Length);
            Assert.Equal((points[0], points[^1]), (thin[0], thin[^1]));
            Assert.All(thin, point => Assert.Equal(points[(int)point.X - 1], point));
            Assert.Equal(thin.OrderBy(point => point.X).Distinct(), thin);
        });
    }

    [Fact]
    public void A_spike_stays()
    {
        var points = Enumerable.Range(1, 1000).Select(x => new CurvePoint(x, x == 437 ? 50 : 1)).ToImmutableArray();

        Assert.Contains(new CurvePoint(437, 50), Thinning.Thin(points, 12));
    }

    [Fact]
    public void Fewer_than_two_points_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Thinning.Thin([new(1, 1), new(2, 2)], 1));
}

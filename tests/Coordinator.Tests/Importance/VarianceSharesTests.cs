using ResNet.Distributed.Coordinator.Importance;

namespace ResNet.Distributed.Coordinator.Tests.Importance;

public sealed class VarianceSharesTests
{
    private static readonly IAxis[] TwoNumbers = [new NumberAxis(), new NumberAxis()];

    /// <summary>f is 0 where x is in the lower half; above it, 1 where y is in the lower quarter, and 3 elsewhere.</summary>
    [Fact]
    public void The_shares_of_a_small_tree_are_those_by_hand()
    {
        var (left, right) = Halves(TwoNumbers[0], 0.25, 0.75);
        var (low, high) = Halves(TwoNumbers[1], 0.125, 0.375);
        Leaf[] leaves = [new([left, TwoNumbers[1].Whole], 0), new([right, low], 1), new([right, high], 3)];

        var shares = VarianceShares.Of(TwoNumbers, leaves)!;

        // E f² = 1/8 · 1 + 3/8 · 9 = 7/2, m = 1/8 + 9/8 = 5/4, V = 7/2 - 25/16 = 31/16.
        Assert.Equal(25.0 / 16 / (31.0 / 16), shares[0], 12);

        // The marginal of y is 1/2, then 3/2: its mean is 5/4, its variance 1/4 · 9/16 + 3/4 · 1/16 = 3/16.
        Assert.Equal(3.0 / 31, shares[1], 12);
    }

    [Fact]
    public void Listed_values_count_as_often_as_they_are_drawn()
    {
        IAxis[] axes = [new ListedAxis([0.25, 0.75]), new NumberAxis()];
        var (one, other) = Halves(axes[0], 0, 1);
        var (low, high) = Halves(axes[1], 0.25, 0.75);

        // 4 · [second value] + 2 · [upper half]: variances 16 · 3/16 and 4 · 1/4.
        Leaf[] leaves = [new([one, low], 0), new([one, high], 2), new([other, low], 4), new([other, high], 6)];

        var shares = VarianceShares.Of(axes, leaves)!;

        Assert.Equal(0.75, shares[0], 12);
        Assert.Equal(0.25, shares[1], 12);
    }

    [Fact]
    public void A_tree_that_is_constant_has_no_shares() =>
        Assert.Null(VarianceShares.Of(TwoNumbers, [new([TwoNumbers[0].Whole, TwoNumbers[1].Whole], 7)]));

    // Cut in the middle between two coordinates.
    private static (Region Low, Region High) Halves(IAxis axis, double one, double other)
    {
        var cut = axis.BestCut(axis.Whole, [one, other], [0, 1])!;
        return (cut.One, cut.Other);
    }
}

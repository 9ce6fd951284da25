using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>A matrix product of which the right side and the result are panels.</summary>
internal static unsafe class PanelProduct
{
    /// <summary>
    /// result[r, c] (+)= Σ over d of left[r, d] · right[d, c], added in the order of d, for the 64 columns c of a panel. Four rows by 64 columns stay in
    /// sixteen registers while d runs.
    /// </summary>
    /// <param name="result">Rows of a panel.</param>
    /// <param name="left">Its number at (r, d) lies at r · <paramref name="leftRow"/> + d · <paramref name="leftDepth"/>.</param>
    /// <param name="leftRow">From one row of it to the next.</param>
    /// <param name="leftDepth">From one column of it to the next.</param>
    /// <param name="right">Rows of a panel.</param>
    /// <param name="rows">Rows of the result, a multiple of <see cref="Panel.Rows"/>.</param>
    /// <param name="depth">Columns of the left side and rows of the right.</param>
    /// <param name="add">Whether the products are added to what the result holds; otherwise they replace it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* result, float* left, nint leftRow, nint leftDepth, float* right, int rows, int depth, bool add)
    {
        for (var row = 0; row < rows; row += Panel.Rows)
        {
            FourRows(result + row * Panel.Width, left + row * leftRow, leftRow, leftDepth, right, depth, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* result, float* left, nint leftRow, nint leftDepth, float* right, int depth, bool add)
    {
        const int Lanes = Panel.Lanes;
        const int Width = Panel.Width;
        Vector512<float> a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3;
        if (add)
        {
            (a0, a1, a2, a3) = Row(result);
            (b0, b1, b2, b3) = Row(result + Width);
            (c0, c1, c2, c3) = Row(result + 2 * Width);
            (d0, d1, d2, d3) = Row(result + 3 * Width);
        }
        else
        {
            a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = c0 = c1 = c2 = c3 = d0 = d1 = d2 = d3 = Vector512<float>.Zero;
        }

        var second = left + leftRow;
        var third = second + leftRow;
        var fourth = third + leftRow;
        for (nint at = 0; depth > 0; depth--, at += leftDepth, right += Width)
        {
            var r0 = Vector512.Load(right);
            var r1 = Vector512.Load(right + Lanes);
            var r2 = Vector512.Load(right + 2 * Lanes);
            var r3 = Vector512.Load(right + 3 * Lanes);
            var l = Vector512.Create(left[at]);
            a0 = Vector512.FusedMultiplyAdd(l, r0, a0);
            a1 = Vector512.FusedMultiplyAdd(l, r1, a1);
            a2 = Vector512.FusedMultiplyAdd(l, r2, a2);
            a3 = Vector512.FusedMultiplyAdd(l, r3, a3);
            l = Vector512.Create(second[at]);
            b0 = Vector512.FusedMultiplyAdd(l, r0, b0);
            b1 = Vector512.FusedMultiplyAdd(l, r1, b1);
            b2 = Vector512.FusedMultiplyAdd(l, r2, b2);
            b3 = Vector512.FusedMultiplyAdd(l, r3, b3);
            l = Vector512.Create(third[at]);
            c0 = Vector512.FusedMultiplyAdd(l, r0, c0);
            c1 = Vector512.FusedMultiplyAdd(l, r1, c1);
            c2 = Vector512.FusedMultiplyAdd(l, r2, c2);
            c3 = Vector512.FusedMultiplyAdd(l, r3, c3);
            l = Vector512.Create(fourth[at]);
            d0 = Vector512.FusedMultiplyAdd(l, r0, d0);
            d1 = Vector512.FusedMultiplyAdd(l, r1, d1);
            d2 = Vector512.FusedMultiplyAdd(l, r2, d2);
            d3 = Vector512.FusedMultiplyAdd(l, r3, d3);
        }

        Store(result, a0, a1, a2, a3);
        Store(result + Width, b0, b1, b2, b3);
        Store(result + 2 * Width, c0, c1, c2, c3);
        Store(result + 3 * Width, d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> V0, Vector512<float> V1, Vector512<float> V2, Vector512<float> V3) Row(float* row) =>
        (Vector512.Load(row), Vector512.Load(row + Panel.Lanes), Vector512.Load(row + 2 * Panel.Lanes), Vector512.Load(row + 3 * Panel.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* row, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        v0.Store(row);
        v1.Store(row + Panel.Lanes);
        v2.Store(row + 2 * Panel.Lanes);
        v3.Store(row + 3 * Panel.Lanes);
    }
}

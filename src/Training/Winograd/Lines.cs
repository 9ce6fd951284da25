using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// The matrices of F(4, 3), one dimension of F(4×4, 3×3), for sixteen channels at a time (Lavin and Gray, 2015, "Fast Algorithms for Convolutional
/// Neural Networks", equation 13): four outputs of a filter of three taps are Aᵀ [(G g) ⊙ (Bᵀ d)]. A square is transformed by its columns and then
/// by its rows.
/// </summary>
internal static unsafe class Lines
{
    /// <summary>Bᵀ d: six inputs to six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(
        float* to, nint step, Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3, Vector512<float> d4, Vector512<float> d5)
    {
        var four = Vector512.Create(4f);
        var five = Vector512.Create(-5f);
        var even = Vector512.FusedMultiplyAdd(-four, d2, d4);
        var odd = Vector512.FusedMultiplyAdd(-four, d1, d3);
        var near = d4 - d2;
        var far = (d3 - d1) * 2f;
        Vector512.FusedMultiplyAdd(four, d0, Vector512.FusedMultiplyAdd(five, d2, d4)).Store(to);
        (even + odd).Store(to + step);
        (even - odd).Store(to + 2 * step);
        (near + far).Store(to + 3 * step);
        (near - far).Store(to + 4 * step);
        Vector512.FusedMultiplyAdd(four, d1, Vector512.FusedMultiplyAdd(five, d3, d5)).Store(to + 5 * step);
    }

    /// <summary>Aᵀ m: six products to four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(
        float* to, nint step, Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4, Vector512<float> m5)
    {
        var sum = m1 + m2;
        var difference = m1 - m2;
        var farSum = m3 + m4;
        var farDifference = m3 - m4;
        (m0 + sum + farSum).Store(to);
        Vector512.FusedMultiplyAdd(Vector512.Create(2f), farDifference, difference).Store(to + step);
        Vector512.FusedMultiplyAdd(Vector512.Create(4f), farSum, sum).Store(to + 2 * step);
        (Vector512.FusedMultiplyAdd(Vector512.Create(8f), farDifference, difference) + m5).Store(to + 3 * step);
    }

    /// <summary>A y: the gradients of four outputs to those of six products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(float* to, nint step, Vector512<float> y0, Vector512<float> y1, Vector512<float> y2, Vector512<float> y3)
    {
        var even = y0 + y2;
        var odd = y1 + y3;
        var farEven = Vector512.FusedMultiplyAdd(Vector512.Create(4f), y2, y0);
        var farOdd = Vector512.FusedMultiplyAdd(Vector512.Create(8f), y3, y1 * 2f);
        y0.Store(to);
        (even + odd).Store(to + step);
        (even - odd).Store(to + 2 * step);
        (farEven + farOdd).Store(to + 3 * step);
        (farEven - farOdd).Store(to + 4 * step);
        y3.Store(to + 5 * step);
    }

    /// <summary>G g: three taps to six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(float* to, nint step, Vector512<float> g0, Vector512<float> g1, Vector512<float> g2)
    {
        var even = (g0 + g2) * (-1f / 6);
        var odd = g1 * (1f / 6);
        var farEven = Vector512.FusedMultiplyAdd(Vector512.Create(1f / 24), g0, g2 * (1f / 6));
        var farOdd = g1 * (1f / 12);
        (g0 * 0.25f).Store(to);
        (even - odd).Store(to + step);
        (even + odd).Store(to + 2 * step);
        (farEven + farOdd).Store(to + 3 * step);
        (farEven - farOdd).Store(to + 4 * step);
        g2.Store(to + 5 * step);
    }

    /// <summary>Gᵀ u: the gradients of six to those of three taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterGradient(
        float* to, nint step, Vector512<float> u0, Vector512<float> u1, Vector512<float> u2, Vector512<float> u3, Vector512<float> u4, Vector512<float> u5)
    {
        var sum = (u1 + u2) * (-1f / 6);
        var farSum = u3 + u4;
        (Vector512.FusedMultiplyAdd(Vector512.Create(1f / 24), farSum, u0 * 0.25f) + sum).Store(to);
        Vector512.FusedMultiplyAdd(Vector512.Create(1f / 12), u3 - u4, (u2 - u1) * (1f / 6)).Store(to + step);
        (Vector512.FusedMultiplyAdd(Vector512.Create(1f / 6), farSum, sum) + u5).Store(to + 2 * step);
    }
}

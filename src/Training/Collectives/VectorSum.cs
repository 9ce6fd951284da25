using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>Sums of long rows of numbers. Each value is added by itself, so vectors change no bit of it.</summary>
internal static unsafe class VectorSum
{
    /// <summary>own[i] = received[i] + own[i].</summary>
    public static void Add<T>(T* received, T* own, long count)
        where T : unmanaged, INumber<T>
    {
        long i = 0;
        var width = (long)Vector256<T>.Count;
        for (; i <= count - 4 * width; i += 4 * width)
        {
            var a = Vector256.Load(received + i) + Vector256.Load(own + i);
            var b = Vector256.Load(received + i + width) + Vector256.Load(own + i + width);
            var c = Vector256.Load(received + i + 2 * width) + Vector256.Load(own + i + 2 * width);
            var d = Vector256.Load(received + i + 3 * width) + Vector256.Load(own + i + 3 * width);
            a.Store(own + i);
            b.Store(own + i + width);
            c.Store(own + i + 2 * width);
            d.Store(own + i + 3 * width);
        }

        for (; i < count; i++)
        {
            own[i] = received[i] + own[i];
        }
    }

    /// <summary>
    /// targets[t][i] = sources[0][i] + sources[1][i] + …, added in this order. A target may be a source: the values are read
    /// before any is written.
    /// </summary>
    public static void Sum<T>(ReadOnlySpan<nint> sources, ReadOnlySpan<nint> targets, long count)
        where T : unmanaged, INumber<T>
    {
        long i = 0;
        var width = (long)Vector256<T>.Count;
        for (; i <= count - 4 * width; i += 4 * width)
        {
            var first = (T*)sources[0] + i;
            var a = Vector256.Load(first);
            var b = Vector256.Load(first + width);
            var c = Vector256.Load(first + 2 * width);
            var d = Vector256.Load(first + 3 * width);
            for (var s = 1; s < sources.Length; s++)
            {
                var source = (T*)sources[s] + i;
                a += Vector256.Load(source);
                b += Vector256.Load(source + width);
                c += Vector256.Load(source + 2 * width);
                d += Vector256.Load(source + 3 * width);
            }

            foreach (var address in targets)
            {
                var target = (T*)address + i;
                a.Store(target);
                b.Store(target + width);
                c.Store(target + 2 * width);
                d.Store(target + 3 * width);
            }
        }

        for (; i < count; i++)
        {
            SumOne<T>(sources, targets, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumOne<T>(ReadOnlySpan<nint> sources, ReadOnlySpan<nint> targets, long i)
        where T : unmanaged, INumber<T>
    {
        var sum = ((T*)sources[0])[i];
        for (var s = 1; s < sources.Length; s++)
        {
            sum += ((T*)sources[s])[i];
        }

        foreach (var address in targets)
        {
            ((T*)address)[i] = sum;
        }
    }
}

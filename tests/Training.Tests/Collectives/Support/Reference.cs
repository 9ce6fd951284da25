namespace ResNet.Distributed.Training.Tests.Collectives.Support;

/// <summary>The documented sum, one value at a time.</summary>
internal static class Reference
{
    /// <summary>Values that round differently in every order: of all magnitudes, and some that are no numbers.</summary>
    public static float[] Floats(int seed, int rank, int count)
    {
        var random = new Random(seed * 1000 + rank);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-6, 7));
        }

        return values;
    }

    public static double[] Doubles(int seed, int rank, int count) =>
        [.. Floats(seed, rank, count).Select(value => value * Math.PI)];

    public static float[] Sum(float[][] byRank) => Sum(byRank, (a, b) => a + b);

    public static double[] Sum(double[][] byRank) => Sum(byRank, (a, b) => a + b);

    private static T[] Sum<T>(T[][] byRank, Func<T, T, T> add)
    {
        var ranks = byRank.Length;
        var count = byRank[0].Length;
        var size = (int)Math.Ceiling(count / (16.0 * ranks)) * 16;
        var sums = new T[count];
        for (var i = 0; i < count; i++)
        {
            var part = i / size;
            sums[i] = byRank[part][i];
            for (var r = 1; r < ranks; r++)
            {
                sums[i] = add(sums[i], byRank[(part + r) % ranks][i]);
            }
        }

        return sums;
    }
}

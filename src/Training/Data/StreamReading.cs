namespace ResNet.Distributed.Training.Data;

internal static class StreamReading
{
    private const int FirstStep = 1 << 20;

    /// <summary>
    /// Up to <paramref name="count"/> bytes: those given, then the stream's. The array grows with what really arrives, so
    /// that a false length in a small file costs nothing. Shorter than asked when the stream ends.
    /// </summary>
    public static byte[] ReadGrowing(this Stream stream, ReadOnlySpan<byte> first, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Math.Min(count, Math.Max(FirstStep, first.Length)));
        first.CopyTo(bytes);
        var filled = first.Length;
        while (true)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled < bytes.Length)
            {
                return bytes[..filled];
            }

            if (filled == count)
            {
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(count, 4L * filled));
        }
    }
}

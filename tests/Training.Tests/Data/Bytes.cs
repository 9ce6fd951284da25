using System.Text;

namespace ResNet.Distributed.Training.Tests.Data;

internal static class Bytes
{
    /// <summary>The bytes with one occurrence of a sequence replaced; the test fails when it is not there.</summary>
    public static byte[] Replace(this byte[] bytes, byte[] old, byte[] by)
    {
        var at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0, "The sequence to replace is not there.");
        return [.. bytes.AsSpan(0, at), .. by, .. bytes.AsSpan(at + old.Length)];
    }

    public static byte[] Replace(this byte[] bytes, string old, string by) => bytes.Replace(Latin1(old), Latin1(by));

    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}

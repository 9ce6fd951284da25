using System.Globalization;

namespace ResNet.Distributed.Coordinator.Dashboard.Charts;

/// <summary>A colour.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>A mixture: 0 is <paramref name="one"/>, 1 is <paramref name="other"/>.</summary>
    public static Rgb Between(Rgb one, Rgb other, double share) =>
        new(Mix(one.Red, other.Red, share), Mix(one.Green, other.Green, share), Mix(one.Blue, other.Blue, share));

    /// <summary>As CSS writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static byte Mix(byte one, byte other, double share) => (byte)Math.Round(one + (other - one) * Math.Clamp(share, 0, 1));
}

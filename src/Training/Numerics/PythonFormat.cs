using System.Globalization;
using System.Numerics;

namespace ResNet.Distributed.Training.Numerics;

/// <summary>Rounds and prints a double as Python 3 does.</summary>
public static class PythonFormat
{
    /// <summary>
    /// Python's <c>round(value, digits)</c>: the exact binary value, rounded half to even at that decimal place, then the
    /// nearest double. So 2.675 gives 2.67 (it lies below the tie) and 0.125 gives 0.12 (a true tie).
    /// </summary>
    /// <param name="value">Any double; infinities and NaN come back as they are.</param>
    /// <param name="digits">Decimal places, 0 to 300.</param>
    public static double Round(double value, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 300);
        var bits = BitConverter.DoubleToInt64Bits(value);
        var biasedExponent = (int)(bits >> 52) & 0x7FF;
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;

        // |value| is mantissa · 2^-shift. From 2^52 on a double is a whole number, and nothing is left to round.
        var (mantissa, shift) = biasedExponent == 0 ? (fraction, 1074) : (fraction | (1L << 52), 1075 - biasedExponent);
        if (!double.IsFinite(value) || shift <= 0)
        {
            return value;
        }

        var quotient = BigInteger.DivRem(mantissa * BigInteger.Pow(10, digits), BigInteger.One << shift, out var remainder);
        var aboveHalf = (remainder << 1).CompareTo(BigInteger.One << shift);
        if (aboveHalf > 0 || (aboveHalf == 0 && !quotient.IsEven))
        {
            quotient++;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{quotient}E-{digits}");
        return double.CopySign(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    /// <summary>
    /// Python's <c>repr(value)</c>, which is what <c>print</c> writes: the shortest digits that give the value back, with at least
    /// one after the point, and an exponent below 1e-4 and from 1e16 on. So 1.0, 0.5, 1e-05, 1e+16, nan, inf.
    /// </summary>
    /// <param name="value">Any double.</param>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var sign = double.IsNegative(value) ? "-" : "";
        var (digits, point) = ShortestDigits(Math.Abs(value));
        if (point is <= -4 or > 16)
        {
            var exponent = point - 1;
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture,
                $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        return point <= 0
            ? $"{sign}0.{new string('0', -point)}{digits}"
            : digits.Length <= point
                ? $"{sign}{digits.PadRight(point, '0')}.0"
                : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    /// <summary>The shortest digits d₁d₂… and the place of the point, so that the value is 0.d₁d₂… · 10^point.</summary>
    private static (string Digits, int Point) ShortestDigits(double value)
    {
        if (value == 0)
        {
            return ("0", 1);
        }

        // "R" is "123.45", "1.2345E-05" or "1E+16": take the digits out and count where the point stands.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? mantissa.Length : dot;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var point = whole - (all.Length - digits.Length) + exponent;
        return (digits.TrimEnd('0'), point);
    }
}

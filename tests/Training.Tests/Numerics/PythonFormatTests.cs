using System.Globalization;
using CsCheck;
using ResNet.Distributed.Training.Numerics;

namespace ResNet.Distributed.Training.Tests.Numerics;

public sealed class PythonFormatTests
{
    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(4.941591262817383, "4.94")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.001, "-0.0")]
    [InlineData(2.675, "2.67")] // below the tie in binary
    [InlineData(0.125, "0.12")] // a tie: to even
    [InlineData(0.375, "0.38")]
    [InlineData(1e22, "1e+22")]
    [InlineData(1234567.891, "1234567.89")]
    [InlineData(5e-324, "0.0")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void RoundsToTwoPlacesAndPrintsAsPythonDoes(double value, string expected) =>
        Assert.Equal(expected, PythonFormat.Repr(PythonFormat.Round(value, 2)));

    [Theory]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456.75, "123456.75")]
    [InlineData(-12.0, "-12.0")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1e-100, "1e-100")]
    public void PrintsTheShortestDigits(double value, string expected) => Assert.Equal(expected, PythonFormat.Repr(value));

    [Fact]
    public void RefusesDigitsOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PythonFormat.Round(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PythonFormat.Round(1, 301));
    }

    [Fact]
    public async Task AgreesWithPythonOnRandomDoubles()
    {
        const string Script = """
            import struct, sys
            for line in sys.stdin:
                x = struct.unpack(">d", bytes.fromhex(line.strip()))[0]
                print(repr(x), repr(round(x, 2)), repr(round(x, 5)))
            """;
        var python = Python.Require();
        var anyBits = Gen.ULong.Select(BitConverter.UInt64BitsToDouble);
        var thousandths = Gen.Int[-5_000_000, 5_000_000].Select(i => i / 1000.0); // half of a hundredth, nearly
        var ties = Gen.Int[-100_000, 100_000].Select(i => i / 8.0); // x.125, x.375 …: true ties
        var metrics = Gen.Double[-10, 10];
        var values = Array.Empty<double>();
        Gen.OneOf(anyBits, thousandths, ties, metrics).Array[20_000].Sample(sample => values = sample, iter: 1, threads: 1);

        var input = string.Join('\n', values.Select(
            v => BitConverter.DoubleToUInt64Bits(v).ToString("x16", CultureInfo.InvariantCulture)));
        var lines = (await Python.RunAsync(python, Script, input)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var ours = values.Select(v =>
            $"{PythonFormat.Repr(v)} {PythonFormat.Repr(PythonFormat.Round(v, 2))} {PythonFormat.Repr(PythonFormat.Round(v, 5))}");
        Assert.Equal(lines, ours);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>Where a value is on an axis, and which values are written at it.</summary>
internal abstract class AxisScale
{
    // More distinct values than this get ticks at round numbers.
    private const int MostListed = 6;

    // Labels closer than this would touch.
    private const double Closest = 0.055;

    /// <summary>The ticks, from bottom to top, none too close to another.</summary>
    public abstract ImmutableArray<AxisTick> Ticks { get; }

    /// <summary>0 (bottom) to 1 (top); null for a value that this axis does not have.</summary>
    public abstract double? Position(ParameterValue value);

    /// <summary>A scale for these values: of names, of numbers, or of numbers' logarithms.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="log">Whether positive numbers are spread by their logarithm.</param>
    /// <param name="label">A number as it is written at the axis.</param>
    public static AxisScale Of(IReadOnlyCollection<ParameterValue> values, bool log, Func<ParameterValue, string> label)
    {
        if (values.Any(value => value.Number is not { } number || !double.IsFinite(number)))
        {
            return new Categories([.. values.Select(value => value.ToString()).Distinct().Order(StringComparer.Ordinal)]);
        }

        var numbers = values.Select(value => value.Number!.Value).Distinct().Order().ToImmutableArray();
        return log && numbers[0] > 0
            ? new Interval(numbers, Math.Log10, Decades, label)
            : new Interval(numbers, number => number, RoundNumbers, label);
    }

    private static IEnumerable<double> Decades(double min, double max) =>
        Enumerable.Range((int)Math.Ceiling(Math.Log10(min)), Math.Max(0, (int)Math.Floor(Math.Log10(max)) - (int)Math.Ceiling(Math.Log10(min)) + 1))
            .Select(exponent => double.Parse($"1e{exponent}", CultureInfo.InvariantCulture));

    // Four to eight of them: steps of 1, 2 or 5 times a power of ten.
    private static IEnumerable<double> RoundNumbers(double min, double max)
    {
        var rough = (max - min) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        for (var i = Math.Ceiling(min / step); i * step <= max; i++)
        {
            yield return i * step;
        }
    }

    private sealed class Categories(ImmutableArray<string> names) : AxisScale
    {
        public override ImmutableArray<AxisTick> Ticks => Apart(names.Select((name, index) => new AxisTick(At(index), name)));

        public override double? Position(ParameterValue value) => names.IndexOf(value.ToString()) is var index and >= 0 ? At(index) : null;

        private double At(int index) => names.Length == 1 ? 0.5 : (double)index / (names.Length - 1);
    }

    private sealed class Interval(
        ImmutableArray<double> numbers,
        Func<double, double> map,
        Func<double, double, IEnumerable<double>> round,
        Func<ParameterValue, string> label) : AxisScale
    {
        private readonly double _low = map(numbers[0]);
        private readonly double _high = map(numbers[^1]);

        public override ImmutableArray<AxisTick> Ticks =>
            Apart((numbers.Length <= MostListed ? numbers : round(numbers[0], numbers[^1])).Select(number => new AxisTick(At(number), Label(number))));

        public override double? Position(ParameterValue value) =>
            value.Number is { } number && number >= numbers[0] && number <= numbers[^1] ? At(number) : null;

        private double At(double number) => numbers.Length == 1 ? 0.5 : (map(number) - _low) / (_high - _low);

        private string Label(double number) =>
            label(Math.Abs(number) is >= 1 and < 1e15 && number == Math.Floor(number) ? ParameterValue.Of((long)number) : ParameterValue.Of(number));
    }

    private static ImmutableArray<AxisTick> Apart(IEnumerable<AxisTick> ticks)
    {
        var kept = ImmutableArray.CreateBuilder<AxisTick>();
        foreach (var tick in ticks)
        {
            if (kept.Count == 0 || tick.Position - kept[^1].Position >= Closest)
            {
                kept.Add(tick);
            }
        }

        return kept.ToImmutable();
    }
}

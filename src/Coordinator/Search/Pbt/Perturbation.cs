using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search.Pbt;

/// <summary>Changes a parameter a little, as the paper and Ray Tune do: a number by a fifth, one of a list to its neighbour. What is at an end stays there.</summary>
internal static class Perturbation
{
    private const double Down = 0.8;
    private const double Up = 1.2;

    /// <summary>The changed value, which the parameter can have too.</summary>
    /// <param name="domain">What it can be.</param>
    /// <param name="value">What it is.</param>
    /// <param name="up">Whether it becomes more, or the list's next; otherwise less, or the one before.</param>
    public static ParameterValue Of(ParameterDomain domain, ParameterValue value, bool up) => domain switch
    {
        ListedValues listed => Neighbour(listed, value, up),
        QuantizedRange range => Multiple(range, value.Number!.Value, up),
        UniformRange(var min, var max) => Scaled(value, up, min, max),
        LogUniformRange(var min, var max) => Scaled(value, up, min, max),
        InverseLogUniformRange(var min, var max) => Scaled(value, up, min, max),
        NormalRange range => Scaled(value, up, range.Low, range.High),
        IntegerUniformRange(var min, var max) => ParameterValue.Of(Math.Clamp((long)Math.Round(value.Integer!.Value * Factor(up)), min, max)),
        _ => throw new ArgumentException($"{domain} cannot be changed a little.", nameof(domain)),
    };

    private static ParameterValue Scaled(ParameterValue value, bool up, double min, double max) =>
        ParameterValue.Of(Math.Clamp(value.Number!.Value * Factor(up), min, max));

    // The nearest multiple, but at least the next one: a fifth may be less than half of a step.
    private static ParameterValue Multiple(QuantizedRange range, double value, bool up)
    {
        var q = range.Q.Number!.Value;
        var (from, to) = ((long)Math.Round(value / q), (long)Math.Round(value * Factor(up) / q));
        return range.Times(Math.Clamp(up ? Math.Max(to, from + 1) : Math.Min(to, from - 1), range.First, range.Last));
    }

    // Past values that are never drawn.
    private static ParameterValue Neighbour(ListedValues listed, ParameterValue value, bool up)
    {
        var dimension = new ListedDimension(listed);
        var (from, step) = (dimension.IndexOf(value)!.Value, up ? 1 : -1);
        for (var index = from + step; index >= 0 && index < dimension.Count; index += step)
        {
            if (dimension.Shares[index] > 0)
            {
                return dimension[index];
            }
        }

        return value;
    }

    private static double Factor(bool up) => up ? Up : Down;
}

using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads what a distribution of numbers takes.</summary>
internal sealed class RangeReader(ParameterRule rule, Section section)
{
    private const double LargestSigma = 1e6;

    // What decimal numbers can tell from 0 with all their digits.
    private const double SmallestQ = 1e-12;

    /// <summary>The domain, or null where a fault was found.</summary>
    public ParameterDomain? Read(string distribution)
    {
        if (distribution is "normal" or "log_normal")
        {
            return ReadNormal(distribution == "log_normal");
        }

        if (ReadEnds(distribution) is not var (low, high))
        {
            return null;
        }

        return distribution switch
        {
            "int_uniform" => new IntegerUniformRange(low.Integer!.Value, high.Integer!.Value),
            "q_uniform" or "q_log_uniform_values" => ReadQuantized(distribution == "q_log_uniform_values", low, high),
            "uniform" => new UniformRange(low.Number!.Value, high.Number!.Value),
            "log_uniform_values" => new LogUniformRange(low.Number!.Value, high.Number!.Value),
            _ => new InverseLogUniformRange(low.Number!.Value, high.Number!.Value),
        };
    }

    private (ParameterValue Low, ParameterValue High)? ReadEnds(string distribution)
    {
        var (low, high) = (rule.ReadKey(section, "min"), rule.ReadKey(section, "max"));
        if (low is not { Number: { } min } || high is not { Number: { } max })
        {
            return null;
        }

        if (min == 0 && distribution.Contains("log", StringComparison.Ordinal))
        {
            section.Refuse(section.Find("min")!, "min", $"a number above 0 ({distribution})");
            return null;
        }

        // Whole numbers are compared as such: a long may be too large for a double to tell from its neighbour.
        var ascending = low is { Integer: { } from } && high is { Integer: { } to } ? from < to : min < max;
        if (!ascending)
        {
            section.Refuse(section.Find("max")!, "max", $"more than min ({low})");
            return null;
        }

        return (low.Value, high.Value);
    }

    private QuantizedRange? ReadQuantized(bool logarithmic, ParameterValue low, ParameterValue high)
    {
        var q = section.Find("q") is { } node ? ReadQ(node, high) : low.Integer is null ? ParameterValue.Of(1.0) : ParameterValue.Of(1L);
        if (q is not null && new QuantizedRange(logarithmic, low, high, q.Value) is var range && range.First < range.Last)
        {
            return range;
        }

        var what = low.Integer is null ? $"a number not below max / {QuantizedRange.Most}" : "a whole number";
        var expected = $"{what}, with two multiples or more from {low} to {high}";
        if (section.Find("q") is { } found)
        {
            section.Refuse(found, "q", expected);
        }
        else
        {
            section.Missing("q", $"{expected}; without it, it is 1");
        }

        return null;
    }

    private static ParameterValue? ReadQ(YamlNode node, ParameterValue high) => high.Integer is { } whole
        ? Scalars.Whole(node, 1, whole) is { } step ? ParameterValue.Of(step) : null
        : Scalars.Real(node, Math.Max(high.Number!.Value / QuantizedRange.Most, SmallestQ), high.Number.Value) is { } real ? ParameterValue.Of(real) : null;

    private NormalRange? ReadNormal(bool logarithmic)
    {
        var (low, high) = rule is RealRule real ? (real.Min, real.Max) : throw new InvalidOperationException($"{rule.Name} is no real number.");
        var (from, to) = logarithmic ? (Math.Log(low), Math.Log(Math.BitIncrement(high))) : (0, high);
        var mu = section.Find("mu") is { } mean ? Scalars.Real(mean, from, to) : 0;
        if (mu is null)
        {
            var expected = $"a number that {rule.Name} can be{(logarithmic ? ", by its natural logarithm" : "")}: {rule.Expected("")}";
            if (section.Find("mu") is { } found)
            {
                section.Refuse(found, "mu", expected);
            }
            else
            {
                section.Missing("mu", expected);
            }
        }

        var sigma = section.Find("sigma") is { } deviation ? Scalars.Real(deviation, double.Epsilon, LargestSigma) : 1;
        if (sigma is null)
        {
            section.Refuse(section.Find("sigma")!, "sigma", string.Create(CultureInfo.InvariantCulture, $"a number above 0 and at most {LargestSigma}"));
        }

        return mu is null || sigma is null ? null : new NormalRange(logarithmic, mu.Value, sigma.Value, low, high);
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Search.Problems;

/// <summary>
/// Branin's function of two numbers, with three equal minima (Branin, "Widely convergent method for finding multiple solutions of
/// simultaneous nonlinear equations", 1972; the usual constants of Dixon and Szegő, 1978).
/// </summary>
internal sealed class Branin : IProblem
{
    public string Name => "Branin";

    public double Least => 0.397887;

    public double Noise => 0;

    public ImmutableArray<KeyValuePair<string, ParameterDomain>> Space { get; } =
        [new("x", new UniformRange(-5, 10)), new("y", new UniformRange(0, 15))];

    public double Value(ImmutableSortedDictionary<string, ParameterValue> choice)
    {
        var (x, y) = (choice["x"].Number!.Value, choice["y"].Number!.Value);
        var bent = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (bent * bent) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }
}

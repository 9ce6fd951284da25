using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Search.Problems;

/// <summary>Hartmann's function of six numbers, with six local minima (Hartman, "Some experiments in global optimization", 1973).</summary>
internal sealed class Hartmann6 : IProblem
{
    private static readonly double[] Heights = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] Widths =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] Centres =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public string Name => "Hartmann-6";

    public double Least => -3.32237;

    public double Noise => 0;

    public ImmutableArray<KeyValuePair<string, ParameterDomain>> Space { get; } =
        [.. Enumerable.Range(0, 6).Select(i => KeyValuePair.Create<string, ParameterDomain>($"x{i}", new UniformRange(0, 1)))];

    public double Value(ImmutableSortedDictionary<string, ParameterValue> choice) => -Heights.Index().Sum(hill =>
        hill.Item * Math.Exp(-Enumerable.Range(0, 6).Sum(i =>
            Widths[hill.Index][i] * Math.Pow(choice[$"x{i}"].Number!.Value - Centres[hill.Index][i], 2))));
}

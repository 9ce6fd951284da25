using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Search.Problems;

/// <summary>
/// Made up to look like a training run's error: a rate on a logarithmic scale whose best value depends on the optimizer, whole numbers,
/// a batch size in powers, categories with unequal merits, noise. No parameter is there for some choices only.
/// </summary>
internal sealed class MixedProblem : IProblem
{
    private static readonly string[] Optimizers = ["adam", "sgd", "rmsprop"];
    private static readonly string[] Schedules = ["constant", "cosine", "step", "one_cycle"];
    private static readonly double[] BestRates = [-3, -1, -4];
    private static readonly double[] Merits = [0.3, 0, 0.15, 0.05];

    public string Name => "mixed, noisy";

    public double Least => 0.1;

    public double Noise => 0.05;

    public ImmutableArray<KeyValuePair<string, ParameterDomain>> Space { get; } =
    [
        new("rate", new LogUniformRange(1e-6, 1)),
        new("decay", new LogUniformRange(1e-7, 1e-1)),
        new("layers", new IntegerUniformRange(1, 30)),
        new("batch", new QuantizedRange(true, ParameterValue.Of(16L), ParameterValue.Of(512L), ParameterValue.Of(1L))),
        new("optimizer", new ListedValues([.. Optimizers.Select(ParameterValue.Of)])),
        new("schedule", new ListedValues([.. Schedules.Select(ParameterValue.Of)])),
    ];

    public double Value(ImmutableSortedDictionary<string, ParameterValue> choice)
    {
        var optimizer = Array.IndexOf(Optimizers, choice["optimizer"].Text);
        var rate = Math.Log10(choice["rate"].Number!.Value) - BestRates[optimizer];
        var decay = Math.Log10(choice["decay"].Number!.Value) + 4;
        var layers = (choice["layers"].Number!.Value - 18) / 30;
        var batch = Math.Log2(choice["batch"].Number!.Value) - 7;
        return 0.1 + (0.1 * rate * rate) + (0.03 * decay * decay) + (2 * layers * layers) + (0.05 * batch * batch) + (0.1 * optimizer)
            + Merits[Array.IndexOf(Schedules, choice["schedule"].Text)];
    }
}

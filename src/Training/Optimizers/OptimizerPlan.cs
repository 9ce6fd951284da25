using System.Globalization;

namespace ResNet.Distributed.Training.Optimizers;

/// <summary>Which optimizer, and its settings beside the learning rate.</summary>
public sealed record OptimizerPlan
{
    /// <summary>The original script's: Adam with PyTorch's defaults.</summary>
    public static OptimizerPlan Default { get; } = new();

    /// <summary><c>adam</c> or <c>sgd</c>.</summary>
    public string Name { get; init; } = "adam";

    /// <summary>Share of the velocity that a step of sgd keeps, from 0 to below 1.</summary>
    public double Momentum { get; init; }

    /// <summary>Factor of the parameters that is added to their gradients (L2 regularisation); 0 or more.</summary>
    public double WeightDecay { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public IEnumerable<string> Faults()
    {
        if (Name is not ("adam" or "sgd"))
        {
            yield return $"optimizer is '{Name}'; expected one of adam, sgd";
        }

        if (Momentum is not (>= 0 and < 1))
        {
            yield return FormattableString.Invariant($"momentum is {Momentum}; expected a number from 0 to below 1");
        }
        else if (Momentum > 0 && Name == "adam")
        {
            yield return FormattableString.Invariant($"momentum is {Momentum}; expected 0 with adam, whose own is 0.9");
        }

        if (!double.IsFinite(WeightDecay) || WeightDecay < 0)
        {
            yield return FormattableString.Invariant($"weight decay is {WeightDecay}; expected a finite number, 0 or more");
        }
    }

    /// <summary>Makes the optimizer of these parameters.</summary>
    public IFlatOptimizer Create(FlatParameters parameters, double learningRate) => Name == "adam"
        ? new FlatAdam(parameters, learningRate, WeightDecay)
        : new FlatSgd(parameters, learningRate, Momentum, WeightDecay);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} momentum {Momentum:R} weight_decay {WeightDecay:R}");
}

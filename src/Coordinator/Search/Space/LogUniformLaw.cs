namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>The number's logarithm is uniform.</summary>
internal sealed class LogUniformLaw(double min, double max) : Law(min, max)
{
    protected override double Inverse(double share) => Math.Exp(Math.Log(Min) + (share * (Math.Log(Max) - Math.Log(Min))));

    protected override double Distribution(double number) => (Math.Log(number) - Math.Log(Min)) / (Math.Log(Max) - Math.Log(Min));
}

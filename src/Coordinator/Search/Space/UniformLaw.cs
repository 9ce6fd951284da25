namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>Each number as likely as another.</summary>
internal sealed class UniformLaw(double min, double max) : Law(min, max)
{
    protected override double Inverse(double share) => Min + (share * (Max - Min));

    protected override double Distribution(double number) => (number - Min) / (Max - Min);
}

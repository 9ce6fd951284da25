using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Optimizers;

/// <summary>Where one parameter lies in a flat tensor.</summary>
/// <param name="Name">The parameter's name in the state dict.</param>
/// <param name="Start">Its first element's place.</param>
/// <param name="Shape">Its shape.</param>
public sealed record FlatPart(string Name, long Start, long[] Shape)
{
    /// <summary>The parameter's part of a flat tensor, as a view in the parameter's shape. The caller disposes it.</summary>
    public Tensor Of(Tensor flat)
    {
        using var part = flat.narrow(0, Start, Shape.Aggregate(1L, (product, size) => product * size));
        return part.view(Shape);
    }
}

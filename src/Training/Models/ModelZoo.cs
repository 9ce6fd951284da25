using ResNet.Distributed.Training.Native;
using TorchSharp.Modules;

namespace ResNet.Distributed.Training.Models;

/// <summary>The models that can be trained, by name.</summary>
public static class ModelZoo
{
    private static readonly Dictionary<string, (int, int, int, int)> Blocks = new(StringComparer.Ordinal)
    {
        ["resnet18"] = (2, 2, 2, 2),
        ["resnet34"] = (3, 4, 6, 3),
    };

    /// <summary>The known names.</summary>
    public static IReadOnlyCollection<string> Names => Blocks.Keys;

    /// <summary>Builds a model on the CPU, its weights drawn from torch's default generator.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="classes">Outputs of the last layer; 1 or more.</param>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is below 1.</exception>
    public static CifarResNet Create(string name, int classes) => Create(name, classes, norm: null);

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="classes">Outputs of the last layer; 1 or more.</param>
    /// <param name="norm">Makes a BatchNorm for so many channels; null: torch's own, over the rank's batch.</param>
    /// <param name="precision">In which numbers it computes.</param>
    /// <param name="winograd">Whether convolutions of float32 on a CPU are Winograd's where they can be.</param>
    internal static CifarResNet Create(
        string name, int classes, Func<int, BatchNorm>? norm, Precision precision = Precision.Fp32, bool winograd = false)
    {
        if (!Blocks.TryGetValue(name, out var blocks))
        {
            throw new ArgumentException($"Unknown model '{name}'; expected one of: {string.Join(", ", Names)}.", nameof(name));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        LibTorch.EnsureLoaded();
        return new CifarResNet(name, blocks, classes, new Layers(precision, norm, winograd));
    }
}

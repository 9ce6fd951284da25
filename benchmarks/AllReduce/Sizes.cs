namespace ResNet.Distributed.AllReduce;

/// <summary>What is summed.</summary>
/// <param name="Count">Floats.</param>
/// <param name="Repeats">Calls that are timed together, for a time that a clock can measure.</param>
/// <param name="Name">For people.</param>
internal sealed record Sizes(int Count, int Repeats, string Name)
{
    /// <summary>resnet18's gradients for 100 classes, as everything here is measured by.</summary>
    public static Sizes Gradients { get; } = new(11_220_000, 5, "11.22 M floats");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Sizes> All { get; } =
    [
        new(256, 400, "1 KB"),
        new(4096, 200, "16 KB"),
        new(65_536, 50, "256 KB"),
        new(1 << 20, 20, "4 MB"),
        new(1 << 22, 8, "16 MB"),
        Gradients,
        new(1 << 24, 4, "64 MB"),
        new(1 << 26, 2, "256 MB"),
    ];
}

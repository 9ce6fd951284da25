namespace ResNet.Distributed.Data;

/// <summary>What is measured.</summary>
internal sealed record DataOptions
{
    /// <summary>Images of each of the six files, as in CIFAR-10.</summary>
    public const int ImagesPerFile = 10_000;

    /// <summary>Images of the five files for training.</summary>
    public const int TrainImages = 5 * ImagesPerFile;

    /// <summary>Rounds, in each of which both read in a fresh process.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Reads of a process.</summary>
    public int Reads { get; init; } = 4;

    /// <summary>Steps of a training that count.</summary>
    public int Steps { get; init; } = 6;

    /// <summary>A Python with NumPy.</summary>
    public string Python { get; init; } = "/usr/bin/python3";
}

namespace ResNet.Distributed.Training.Data;

/// <summary>Where to look for data, and what to do without any.</summary>
public sealed record DataLocatorOptions
{
    /// <summary>The path that the user named, or null.</summary>
    public string? Given { get; init; }

    /// <summary>Where CIFAR-10 is looked for when none is named, and downloaded to.</summary>
    public string DatasetFolder { get; init; } = "dataset";

    /// <summary>Where synthetic data go; null: none are made.</summary>
    public required string? SyntheticFolder { get; init; }

    /// <summary>The seed of the synthetic data.</summary>
    public int SyntheticSeed { get; init; }

    /// <summary>Synthetic images in each of the five training batches.</summary>
    public int SyntheticTrainPerBatch { get; init; } = 1000;

    /// <summary>Synthetic test images.</summary>
    public int SyntheticTestCount { get; init; } = 1000;

    /// <summary>Where CIFAR-10 is downloaded from, and the time limits.</summary>
    public CifarDownloadOptions Download { get; init; } = new();
}

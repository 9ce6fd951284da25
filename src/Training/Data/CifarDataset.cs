namespace ResNet.Distributed.Training.Data;

/// <summary>CIFAR-10, or a data set in its format, in memory. Immutable, so that threads may share it.</summary>
public sealed class CifarDataset
{
    /// <summary>Checks that images, labels and classes fit together. The memory is kept, not copied.</summary>
    /// <param name="trainImages">Training images, uint8 [n, 3, 32, 32] in one piece.</param>
    /// <param name="trainLabels">Training labels, [n], each below the number of classes.</param>
    /// <param name="testImages">Test images, uint8 [m, 3, 32, 32] in one piece.</param>
    /// <param name="testLabels">Test labels, [m].</param>
    /// <param name="classNames">The classes' names in label order; 1 to 256 of them.</param>
    /// <param name="isSynthetic">Whether the images were generated rather than photographed.</param>
    /// <param name="source">The path that the images came from.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label has no class.</exception>
    public CifarDataset(
        ReadOnlyMemory<byte> trainImages,
        ReadOnlyMemory<byte> trainLabels,
        ReadOnlyMemory<byte> testImages,
        ReadOnlyMemory<byte> testLabels,
        IEnumerable<string> classNames,
        bool isSynthetic,
        string source)
    {
        ClassNames = [.. classNames];
        if (ClassNames.Count is < 1 or > CifarFormat.MaxClasses)
        {
            throw new ArgumentException(
                $"{ClassNames.Count} classes, expected 1 to {CifarFormat.MaxClasses}.", nameof(classNames));
        }

        Check(trainImages, trainLabels.Span, ClassNames.Count, nameof(trainLabels));
        Check(testImages, testLabels.Span, ClassNames.Count, nameof(testLabels));
        (TrainImages, TrainLabels, TestImages, TestLabels) = (trainImages, trainLabels, testImages, testLabels);
        IsSynthetic = isSynthetic;
        Source = source;
    }

    /// <summary>Training images, uint8 [<see cref="TrainCount"/>, 3, 32, 32], row-major, 0 to 255.</summary>
    public ReadOnlyMemory<byte> TrainImages { get; }

    /// <summary>Training labels, [<see cref="TrainCount"/>], 0 to <see cref="ClassCount"/> - 1.</summary>
    public ReadOnlyMemory<byte> TrainLabels { get; }

    /// <summary>Test images, uint8 [<see cref="TestCount"/>, 3, 32, 32].</summary>
    public ReadOnlyMemory<byte> TestImages { get; }

    /// <summary>Test labels, [<see cref="TestCount"/>].</summary>
    public ReadOnlyMemory<byte> TestLabels { get; }

    /// <summary>The classes' names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether the images were generated; the files themselves say so, wherever they are copied.</summary>
    public bool IsSynthetic { get; }

    /// <summary>"cifar-10", or "synthetic" for generated images: what is shown beside every number.</summary>
    public string Name => IsSynthetic ? "synthetic" : "cifar-10";

    /// <summary>The folder or archive that was read.</summary>
    public string Source { get; }

    /// <summary>Number of training images.</summary>
    public int TrainCount => TrainLabels.Length;

    /// <summary>Number of test images.</summary>
    public int TestCount => TestLabels.Length;

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    private static void Check(ReadOnlyMemory<byte> images, ReadOnlySpan<byte> labels, int classes, string argument)
    {
        if (images.Length != (long)labels.Length * CifarFormat.ImageBytes)
        {
            throw new ArgumentException(
                $"{images.Length} image bytes for {labels.Length} labels, expected {CifarFormat.ImageBytes} for each.", argument);
        }

        if (LabelRange.FirstOutside(labels, classes) is >= 0 and var at)
        {
            throw new ArgumentException($"Label {labels[at]} at {at}, expected 0 to {classes - 1}.", argument);
        }
    }
}

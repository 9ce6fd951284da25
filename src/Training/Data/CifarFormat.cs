namespace ResNet.Distributed.Training.Data;

/// <summary>
/// What CIFAR-10's files look like, as its authors describe them at https://www.cs.toronto.edu/~kriz/cifar.html.
/// </summary>
public static class CifarFormat
{
    /// <summary>Colour planes of an image, in the order red, green, blue.</summary>
    public const int Channels = 3;

    /// <summary>Rows, and also columns, of an image.</summary>
    public const int Side = 32;

    /// <summary>Bytes of an image: 3 planes of 32 rows of 32 pixels.</summary>
    public const int ImageBytes = Channels * Side * Side;

    /// <summary>The ten classes in label order, for copies that lack their list of names.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    internal const string PythonFolder = "cifar-10-batches-py";
    internal const string BinaryFolder = "cifar-10-batches-bin";
    internal const string PythonArchive = "cifar-10-python.tar.gz";
    internal const string BinaryArchive = "cifar-10-binary.tar.gz";
    internal const string SyntheticMark = "synthetic";

    // A file of the official set holds 10,000 images. The limits leave room for other splits and still bound what a
    // hostile file can make us read: pixels may take two bytes each (UTF-8), and a file name some hundred.
    internal const int MaxImagesPerFile = 50_000;
    internal const long MaxFileBytes = MaxImagesPerFile * (2L * ImageBytes + 512);
    internal const int MaxClasses = 256;

    internal static BatchFileNames PythonFiles { get; } = new("", "batches.meta");

    internal static BatchFileNames BinaryFiles { get; } = new(".bin", "batches.meta.txt");
}

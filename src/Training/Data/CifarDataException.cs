namespace ResNet.Distributed.Training.Data;

/// <summary>
/// A data set that is missing, incomplete, damaged or foreign: which file, where in it, what is there and what should
/// be.
/// </summary>
public sealed class CifarDataException : Exception
{
    private const string UsualAdvice =
        "Name a complete copy of CIFAR-10 with --data (python or binary version, unpacked or as .tar.gz), or remove this one.";

    /// <summary>Describes one fault.</summary>
    /// <param name="file">The path of the file or folder; for a member of an archive, the archive's path and the member's
    /// name.</param>
    /// <param name="offset">The byte in the file where the fault shows, if it shows at one place.</param>
    /// <param name="found">What is there, as it fits into "found …".</param>
    /// <param name="expected">What should be there, as it fits into "expected …".</param>
    /// <param name="advice">What to do about it, a full sentence; left out, how to get a sound copy.</param>
    /// <param name="inner">The error below, if any.</param>
    public CifarDataException(
        string file, long? offset, string found, string expected, string? advice = null, Exception? inner = null)
        : base($"{Place(file, offset)}: found {found}, expected {expected}. {advice ?? UsualAdvice}", inner)
    {
        File = file;
        Offset = offset;
        Found = found;
        Expected = expected;
    }

    /// <summary>
    /// The path of the file or folder; for a member of an archive, the archive's path, a colon and the member's name.
    /// </summary>
    public string File { get; }

    /// <summary>The byte where the fault shows, counted from 0; null where the fault is not at one place.</summary>
    public long? Offset { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    private static string Place(string file, long? offset) => offset is { } at ? $"{file}, byte {at}" : file;
}

namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// Bounds on what a pickle may make the reader hold. Each is a small multiple of what a file with the most images that
/// are read (<see cref="CifarFormat.MaxImagesPerFile"/>) needs.
/// </summary>
internal static class PickleLimits
{
    /// <summary>Values waiting on the stack. Python appends to lists in batches of 1000.</summary>
    public const int Stack = 1 << 16;

    /// <summary>Open marks. CIFAR-10's files nest three.</summary>
    public const int Marks = 16;

    /// <summary>Remembered values: Python 3 remembers three for each file name.</summary>
    public const int Memo = 4 * CifarFormat.MaxImagesPerFile;

    /// <summary>Items of all lists together: labels and file names.</summary>
    public const int ListItems = 4 * CifarFormat.MaxImagesPerFile;

    /// <summary>Lists, dictionaries and tuples: Python 3 makes a tuple for each file name.</summary>
    public const int Containers = 4 * CifarFormat.MaxImagesPerFile;

    /// <summary>Keys of a dictionary; CIFAR-10's have at most four.</summary>
    public const int DictionaryItems = 16;

    /// <summary>Items of a tuple; numpy's largest has eight.</summary>
    public const int TupleItems = 16;

    /// <summary>Bytes of a string that is kept as text. A longer one can only be the images.</summary>
    public const int Text = 1024;

    /// <summary>Bytes of a line in a global's name.</summary>
    public const int GlobalLine = 128;
}

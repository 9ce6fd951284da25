using System.Text;

namespace ResNet.Distributed.Training.Data;

/// <summary>
/// Takes the files of the binary version apart: records of one label byte and 3072 image bytes, and a list of names.
/// </summary>
internal static class BinaryBatch
{
    private const int RecordBytes = 1 + CifarFormat.ImageBytes;
    private const int MaxMetaBytes = 64 * 1024;

    /// <summary>A batch file of the given length.</summary>
    public static CifarBatch Read(string file, Stream stream, long length, CancellationToken cancel)
    {
        var count = length / RecordBytes;
        if (count < 1 || count > CifarFormat.MaxImagesPerFile || count * RecordBytes != length)
        {
            throw new CifarDataException(
                file,
                null,
                $"{length} bytes",
                $"1 to {CifarFormat.MaxImagesPerFile} records of {RecordBytes} bytes, a label and an image each");
        }

        cancel.ThrowIfCancellationRequested();
        var records = stream.ReadGrowing([], (int)length);
        if (records.Length < length)
        {
            throw new CifarDataException(file, records.Length, "the end of the file", $"{length - records.Length} more bytes");
        }

        var (labels, offsets) = (new byte[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            (labels[i], offsets[i]) = (records[i * RecordBytes], i * RecordBytes);

            // Moved to the front of the same array: image i never reaches beyond the record that it comes from.
            records.AsSpan(i * RecordBytes + 1, CifarFormat.ImageBytes).CopyTo(records.AsSpan(i * CifarFormat.ImageBytes));
        }

        return new CifarBatch(
            file, null, labels, offsets, new MemoryImages(records.AsMemory(0, (int)count * CifarFormat.ImageBytes)));
    }

    /// <summary>The class names in batches.meta.txt, one on each line.</summary>
    public static IReadOnlyList<string> ReadClassNames(string file, Stream stream, long length)
    {
        if (length > MaxMetaBytes)
        {
            throw new CifarDataException(file, null, $"{length} bytes", $"a list of names of at most {MaxMetaBytes}");
        }

        var lines = Encoding.Latin1.GetString(stream.ReadGrowing([], (int)length))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length is >= 1 and <= CifarFormat.MaxClasses
            ? lines
            : throw new CifarDataException(
                file, null, $"{lines.Length} class names", $"1 to {CifarFormat.MaxClasses}, one on each line");
    }
}

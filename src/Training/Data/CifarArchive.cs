using System.IO.Compression;
using ResNet.Distributed.Training.Data.Pickle;
using ResNet.Distributed.Training.Data.Tar;

namespace ResNet.Distributed.Training.Data;

/// <summary>Reads the data set from cifar-10-python.tar.gz or cifar-10-binary.tar.gz as it streams by.</summary>
internal static class CifarArchive
{
    public static void ReadInto(CifarParts parts, CancellationToken cancel)
    {
        var path = parts.Source.Path;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18);
        RequireGzip(path, file);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            new TarEntries(path, unzipped).ForEach((header, content) => Take(header, content, parts, cancel), cancel);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new CifarDataException(
                path,
                null,
                $"an archive that is damaged or cut off ({e.Message.TrimEnd('.')})",
                "a whole .tar.gz of CIFAR-10",
                inner: e);
        }
    }

    private static void RequireGzip(string path, FileStream file)
    {
        if (file.ReadByte() != 0x1F || file.ReadByte() != 0x8B)
        {
            throw new CifarDataException(
                path, 0, "a file that is not gzip",
                $"{CifarFormat.PythonArchive} or {CifarFormat.BinaryArchive}; for unpacked files, the folder that holds them");
        }

        file.Position = 0;
    }

    private static void Take(TarHeader header, TarContent content, CifarParts parts, CancellationToken cancel)
    {
        var file = $"{parts.Source.Path}:{Printable.Quote(header.Name)}";
        if (header.Name.StartsWith('/') || header.Name.Split('/').Contains(".."))
        {
            throw new CifarDataException(file, null, "an entry that leaves its folder", "a name inside the archive's own folder");
        }

        var name = header.Name[(header.Name.LastIndexOf('/') + 1)..];
        var binary = name.EndsWith(".bin", StringComparison.Ordinal) || name == CifarFormat.BinaryFiles.Meta;
        var names = binary ? CifarFormat.BinaryFiles : CifarFormat.PythonFiles;
        var slot = names.SlotOf(name);
        if (slot < 0 && name != names.Meta)
        {
            return;
        }

        if (!header.IsFile || header.Length is < 1 or > CifarFormat.MaxFileBytes)
        {
            throw new CifarDataException(
                file,
                null,
                $"an entry of type '{header.Type}' and {header.Length} bytes",
                $"a file of 1 to {CifarFormat.MaxFileBytes} bytes");
        }

        if (slot < 0 ? parts.ClassNames is not null : parts.Has(slot))
        {
            throw new CifarDataException(file, null, "a second entry of this name", "one of each");
        }

        if (slot < 0)
        {
            parts.ClassNames = ReadClassNames(file, content, header.Length, binary, cancel);
        }
        else
        {
            parts.Add(slot, ReadBatch(file, content, header.Length, binary, cancel));
        }
    }

    private static IReadOnlyList<string> ReadClassNames(
        string file, Stream content, long length, bool binary, CancellationToken cancel) =>
        binary
            ? BinaryBatch.ReadClassNames(file, content, length)
            : PythonBatch.ReadClassNames(new PickleInput(file, content, length), cancel);

    private static CifarBatch ReadBatch(string file, Stream content, long length, bool binary, CancellationToken cancel) =>
        binary
            ? BinaryBatch.Read(file, content, length, cancel)
            : PythonBatch.Read(
                new PickleInput(file, content, length),
                payload => new MemoryImages(payload.Bytes.AsMemory(0, payload.Length)),
                cancel);
}

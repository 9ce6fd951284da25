using System.Formats.Tar;
using System.IO.Compression;

namespace ResNet.Distributed.Training.Tests.Data;

internal static class TarGz
{
    public static byte[] Make(
        IEnumerable<KeyValuePair<string, byte[]>> files,
        TarEntryFormat format = TarEntryFormat.Ustar,
        string folder = "cifar/") =>
        Zip(MakeTar(files, format, folder));

    public static byte[] MakeTar(
        IEnumerable<KeyValuePair<string, byte[]>> files, TarEntryFormat format = TarEntryFormat.Ustar, string folder = "cifar/")
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                tar.WriteEntry(Entry(format, TarEntryType.RegularFile, folder + name, bytes));
            }
        }

        return stream.ToArray();
    }

    public static byte[] Zip(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(bytes);
        }

        return stream.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name, byte[] bytes)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new UstarTarEntry(type, name),
        };
        entry.DataStream = new MemoryStream(bytes);
        return entry;
    }
}

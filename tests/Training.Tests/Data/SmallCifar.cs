using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>Tiny data sets whose every byte is known: pixel j of image i in slot s is a function of s, i and j.</summary>
internal static class SmallCifar
{
    public static int Count(int slot) => slot + 1;

    public static byte[] Labels(int slot) => [.. Enumerable.Range(0, Count(slot)).Select(i => (byte)((3 * slot + i) % 10))];

    public static byte[] Images(int slot) =>
        [.. Enumerable.Range(0, Count(slot) * CifarFormat.ImageBytes).Select(j => (byte)(j * 7 + j / 251 + slot))];

    public static string Title(int slot) => slot == 5 ? "testing batch 1 of 1" : $"training batch {slot + 1} of 5";

    public static byte[] PythonBatch(int slot, string? title = null, byte[]? labels = null, byte[]? images = null)
    {
        var stream = new MemoryStream();
        PythonBatchWriter.Write(
            stream, title ?? Title(slot), labels ?? Labels(slot), images ?? Images(slot), i => $"picture_s_{i:D6}.png");
        return stream.ToArray();
    }

    public static byte[] BinaryBatch(int slot) =>
        [.. Labels(slot).SelectMany(
            (label, i) => Images(slot).Skip(i * CifarFormat.ImageBytes).Take(CifarFormat.ImageBytes).Prepend(label))];

    public static byte[] PythonMeta(params string[] names)
    {
        var stream = new MemoryStream();
        PythonBatchWriter.WriteMeta(stream, 10_000, names);
        return stream.ToArray();
    }

    /// <summary>All files of the python version by name.</summary>
    public static Dictionary<string, byte[]> PythonFiles() => Enumerable.Range(0, 6)
        .ToDictionary(slot => CifarFormat.PythonFiles.Batches[slot], slot => PythonBatch(slot))
        .Append("batches.meta", PythonMeta([.. CifarFormat.ClassNames]));

    /// <summary>All files of the binary version by name.</summary>
    public static Dictionary<string, byte[]> BinaryFiles() => Enumerable.Range(0, 6)
        .ToDictionary(slot => CifarFormat.BinaryFiles.Batches[slot], BinaryBatch)
        .Append("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n"u8.ToArray());

    public static void Write(string folder, Dictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }
    }

    /// <summary>Holds a data set to the bytes that were written.</summary>
    public static void AssertIs(CifarDataset data)
    {
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(Labels), data.TrainLabels.ToArray());
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(Images), data.TrainImages.ToArray());
        Assert.Equal(Labels(5), data.TestLabels.ToArray());
        Assert.Equal(Images(5), data.TestImages.ToArray());
        Assert.Equal((15, 6, 10), (data.TrainCount, data.TestCount, data.ClassCount));
    }

    private static Dictionary<string, byte[]> Append(this Dictionary<string, byte[]> files, string name, byte[] bytes) =>
        new(files) { [name] = bytes };
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Data.Pickle;

namespace ResNet.Distributed.Training.Data;

/// <summary>Takes the files of the python version apart: dictionaries with data, labels and label_names.</summary>
internal static class PythonBatch
{
    /// <summary>
    /// A batch file: images, labels and a title. <paramref name="place"/> says where the images are to be found.
    /// </summary>
    public static CifarBatch Read(PickleInput input, Func<PicklePayload, IImageBlock> place, CancellationToken cancel)
    {
        var entries = Entries(PickleReader.Read(input, cancel), input);
        var images = Images(Entry(entries, "data", input), input);
        var list = Entry(entries, "labels", input);
        if (list.Object is not List<PickleValue> values)
        {
            throw input.Error(list.Offset, $"{list.Describe()} as labels", "a list of numbers");
        }

        if (values.Count * (long)CifarFormat.ImageBytes != images.Length)
        {
            throw input.Error(
                list.Offset, $"{values.Count} labels for {images.Length / CifarFormat.ImageBytes} images", "one for each image");
        }

        var (labels, offsets) = Labels(CollectionsMarshal.AsSpan(values), input);
        var title = entries.TryGetValue("batch_label", out var label) ? label.AsString() : null;
        return new CifarBatch(input.File, title, labels, offsets, place(images));
    }

    /// <summary>The class names in batches.meta.</summary>
    public static IReadOnlyList<string> ReadClassNames(PickleInput input, CancellationToken cancel)
    {
        var list = Entry(Entries(PickleReader.Read(input, cancel), input), "label_names", input);
        if (list.Object is not List<PickleValue> { Count: >= 1 and <= CifarFormat.MaxClasses } names)
        {
            throw input.Error(list.Offset, $"{list.Describe()} as class names", $"a list of 1 to {CifarFormat.MaxClasses} names");
        }

        return [.. names.Select(name => name.AsString() ?? throw input.Error(name.Offset, name.Describe(), "a class name"))];
    }

    private static Dictionary<string, PickleValue> Entries(PickleValue root, PickleInput input) =>
        root.Object as Dictionary<string, PickleValue> ?? throw input.Error(root.Offset, root.Describe(), "a dictionary");

    private static PickleValue Entry(Dictionary<string, PickleValue> entries, string key, PickleInput input) =>
        entries.TryGetValue(key, out var value)
            ? value
            : throw input.Error(
                0, $"a dictionary with {string.Join(", ", entries.Keys.Take(8).Select(Printable.Quote))}", $"an entry '{key}'");

    private static PicklePayload Images(PickleValue value, PickleInput input)
    {
        if (value.Object is not PickleArray { Shape: { } shape, Dtype: { } dtype, Data: { } data })
        {
            throw input.Error(value.Offset, $"{value.Describe()} as images", "a numpy array");
        }

        if (dtype.Name is not ("u1" or "|u1" or "uint8"))
        {
            throw input.Error(value.Offset, $"images of dtype {Printable.Quote(dtype.Name)}", "u1 (uint8)");
        }

        if (shape.Rows is < 1 or > CifarFormat.MaxImagesPerFile || shape.Columns != CifarFormat.ImageBytes)
        {
            throw input.Error(
                value.Offset, $"an array of {shape.Rows} × {shape.Columns}",
                $"1 to {CifarFormat.MaxImagesPerFile} images × {CifarFormat.ImageBytes} bytes");
        }

        var bytes = (long)shape.Rows * shape.Columns;
        return data.Length == bytes
            ? data
            : throw input.Error(data.Offset, $"{data.Length} bytes of images", $"{bytes} for {shape.Rows} × {shape.Columns}");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (byte[] Labels, int[] Offsets) Labels(ReadOnlySpan<PickleValue> values, PickleInput input)
    {
        var (labels, offsets) = (new byte[values.Length], new int[values.Length]);
        for (var i = 0; i < labels.Length; i++)
        {
            ref readonly var value = ref values[i];
            if (value is not { Kind: PickleKind.Int, Number: >= 0 and <= byte.MaxValue })
            {
                throw input.Error(value.Offset, $"{value.Describe()} as the label of image {i}", "a class number");
            }

            (labels[i], offsets[i]) = ((byte)value.Number, value.Offset);
        }

        return (labels, offsets);
    }
}

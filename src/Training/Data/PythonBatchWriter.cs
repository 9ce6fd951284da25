using ResNet.Distributed.Training.Data.Pickle;

namespace ResNet.Distributed.Training.Data;

/// <summary>Writes the files of the python version, byte for byte as the official ones are made.</summary>
internal static class PythonBatchWriter
{
    /// <summary>A batch file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="title">The batch_label, such as "training batch 1 of 5".</param>
    /// <param name="labels">[n]</param>
    /// <param name="images">uint8 [n, 3072]</param>
    /// <param name="fileName">The name of the picture that image i was made from.</param>
    public static void Write(
        Stream stream, string title, ReadOnlyMemory<byte> labels, ReadOnlyMemory<byte> images, Func<int, string> fileName)
    {
        var pickle = new PickleWriter(stream);
        Open(pickle);
        Key(pickle, "batch_label");
        pickle.String(title);
        pickle.Put();
        Key(pickle, "labels");
        pickle.List(labels.Length, i => pickle.Int(labels.Span[i]));
        Key(pickle, "data");
        Array(pickle, labels.Length, images.Span);
        Key(pickle, "filenames");
        pickle.List(labels.Length, i =>
        {
            pickle.String(fileName(i));
            pickle.Put();
        });
        Close(pickle);
    }

    /// <summary>The file batches.meta.</summary>
    public static void WriteMeta(Stream stream, int imagesPerBatch, IReadOnlyList<string> classNames)
    {
        var pickle = new PickleWriter(stream);
        Open(pickle);
        Key(pickle, "num_cases_per_batch");
        pickle.Int(imagesPerBatch);
        Key(pickle, "label_names");
        pickle.List(classNames.Count, i =>
        {
            pickle.String(classNames[i]);
            pickle.Put();
        });
        Key(pickle, "num_vis");
        pickle.Int(CifarFormat.ImageBytes);
        Close(pickle);
    }

    private static void Open(PickleWriter pickle)
    {
        pickle.Begin();
        pickle.Op(PickleOpcode.EmptyDict);
        pickle.Put();
        pickle.Op(PickleOpcode.Mark);
    }

    private static void Close(PickleWriter pickle)
    {
        pickle.Op(PickleOpcode.SetItems);
        pickle.End();
    }

    private static void Key(PickleWriter pickle, string key)
    {
        pickle.String(key);
        pickle.Put();
    }

    // numpy's ndarray.__reduce__: _reconstruct(ndarray, (0,), 'b') and the state (1, shape, dtype, Fortran order, data).
    private static void Array(PickleWriter pickle, int count, ReadOnlySpan<byte> images)
    {
        pickle.Global("numpy.core.multiarray", "_reconstruct");
        pickle.Global("numpy", "ndarray");
        pickle.Int(0);
        pickle.Op(PickleOpcode.Tuple1);
        pickle.String("b");
        pickle.Op(PickleOpcode.Tuple3);
        pickle.Op(PickleOpcode.Reduce);
        pickle.Put();
        pickle.Op(PickleOpcode.Mark);
        pickle.Int(1);
        pickle.Int(count);
        pickle.Int(CifarFormat.ImageBytes);
        pickle.Op(PickleOpcode.Tuple2);
        Dtype(pickle);
        pickle.Op(PickleOpcode.NewFalse);
        pickle.Bytes(images);
        pickle.Op(PickleOpcode.Tuple);
        pickle.Op(PickleOpcode.Build);
    }

    // dtype('u1', 0, 1) and the state (3, '|', None, None, None, -1, -1, 0).
    private static void Dtype(PickleWriter pickle)
    {
        pickle.Global("numpy", "dtype");
        pickle.String("u1");
        pickle.Int(0);
        pickle.Int(1);
        pickle.Op(PickleOpcode.Tuple3);
        pickle.Op(PickleOpcode.Reduce);
        pickle.Put();
        pickle.Op(PickleOpcode.Mark);
        pickle.Int(3);
        pickle.String("|");
        pickle.Op(PickleOpcode.None);
        pickle.Op(PickleOpcode.None);
        pickle.Op(PickleOpcode.None);
        pickle.Int(-1);
        pickle.Int(-1);
        pickle.Int(0);
        pickle.Op(PickleOpcode.Tuple);
        pickle.Op(PickleOpcode.Build);
    }
}

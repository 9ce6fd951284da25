using ResNet.Distributed.Training.Data.Pickle;

namespace ResNet.Distributed.Training.Data.Synthetic;

/// <summary>One synthetic data set: all that decides its bytes.</summary>
internal sealed record SyntheticPlan(int Seed, int TrainPerBatch, int TestCount)
{
    private static IReadOnlyList<string> ClassNames { get; } =
        [.. Enumerable.Range(0, SyntheticImages.Classes).Select(label => $"{CifarFormat.SyntheticMark}-{label}")];

    /// <summary>Writes all files into an empty folder, each flushed to the disk.</summary>
    public void WriteTo(string folder, CancellationToken cancel)
    {
        var files = CifarFormat.PythonFiles;
        for (var slot = 0; slot < BatchFileNames.SlotCount; slot++)
        {
            cancel.ThrowIfCancellationRequested();
            var (count, index) = (Count(slot), slot);
            var (labels, images) = (new byte[count], new byte[count * CifarFormat.ImageBytes]);
            var random = new SplitMix64(((ulong)(uint)Seed << 8) | (uint)slot);
            SyntheticImages.Fill(ref random, labels, images);
            WriteFile(Path.Combine(folder, files.Batches[slot]), stream => PythonBatchWriter.Write(
                stream, Title(index), labels, images, i => $"{CifarFormat.SyntheticMark}_{index}_{i:D6}.png"));
        }

        WriteFile(Path.Combine(folder, files.Meta), stream => PythonBatchWriter.WriteMeta(stream, TrainPerBatch, ClassNames));
    }

    /// <summary>
    /// Whether a folder holds just this data set, whole. Folders appear by a rename, so what is there was finished.
    /// </summary>
    /// <exception cref="CifarDataException">The folder holds data of another origin, which must not be replaced.</exception>
    public bool IsMetBy(string folder, CancellationToken cancel)
    {
        var whole = File.Exists(Path.Combine(folder, CifarFormat.PythonFiles.Meta));
        for (var slot = 0; slot < BatchFileNames.SlotCount; slot++)
        {
            var path = Path.Combine(folder, CifarFormat.PythonFiles.Batches[slot]);
            if (!File.Exists(path))
            {
                whole = false;
                continue;
            }

            using var batch = CifarFolder.ReadPython(path, cancel);
            if (!batch.IsSynthetic)
            {
                throw new CifarDataException(
                    path,
                    null,
                    $"a batch titled {Printable.Quote(batch.Title ?? "")}",
                    "synthetic data, or an empty place for it",
                    "Choose another folder for the synthetic data; what is there is not overwritten.");
            }

            whole &= batch.Title == Title(slot) && batch.Labels.Length == Count(slot);
        }

        return whole;
    }

    private int Count(int slot) => slot == BatchFileNames.TestSlot ? TestCount : TrainPerBatch;

    private string Title(int slot) => slot == BatchFileNames.TestSlot
        ? $"{CifarFormat.SyntheticMark} testing batch 1 of 1, seed {Seed}"
        : $"{CifarFormat.SyntheticMark} training batch {slot + 1} of 5, seed {Seed}";

    private static void WriteFile(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(file);
        file.Flush(flushToDisk: true);
    }
}

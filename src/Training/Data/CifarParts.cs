using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Data;

/// <summary>The files of one data set as they come in, in any order, until they are put together.</summary>
internal sealed class CifarParts(CifarSource source) : IDisposable
{
    private readonly CifarBatch?[] _batches = new CifarBatch?[BatchFileNames.SlotCount];

    public CifarSource Source => source;

    /// <summary>The class names, if the data set has a list of them.</summary>
    public IReadOnlyList<string>? ClassNames { get; set; }

    public bool Has(int slot) => _batches[slot] is not null;

    public void Add(int slot, CifarBatch batch) => _batches[slot] = batch;

    /// <summary>The data set, once all batches are there: images in one piece, labels checked against the classes.</summary>
    public CifarDataset Assemble(CancellationToken cancel)
    {
        var classNames = ClassNames ?? CifarFormat.ClassNames;
        var (trainCount, isSynthetic) = (0, false);
        var batches = new CifarBatch[_batches.Length];
        for (var slot = 0; slot < batches.Length; slot++)
        {
            var batch = batches[slot] = _batches[slot] ?? throw Missing();
            trainCount += slot == BatchFileNames.TestSlot ? 0 : batch.Labels.Length;
            isSynthetic |= batch.IsSynthetic;
        }

        foreach (var batch in batches)
        {
            batch.CheckLabels(classNames.Count);
        }

        var test = batches[BatchFileNames.TestSlot];
        var trainLabels = new byte[trainCount];
        var trainImages = HugePages.Allocate(trainLabels.Length * CifarFormat.ImageBytes);
        var testImages = HugePages.Allocate(test.Labels.Length * CifarFormat.ImageBytes);
        Copy(batches, trainLabels, trainImages, testImages, cancel);
        return new CifarDataset(
            trainImages, trainLabels, testImages, test.Labels, classNames, isSynthetic, source.Path);
    }

    public void Dispose()
    {
        foreach (var batch in _batches)
        {
            batch?.Dispose();
        }
    }

    private static void Copy(
        CifarBatch[] batches, byte[] trainLabels, Memory<byte> trainImages, Memory<byte> testImages, CancellationToken cancel)
    {
        var places = new Memory<byte>[batches.Length];
        for (var (slot, at) = (0, 0); slot < BatchFileNames.TestSlot; slot++)
        {
            var labels = batches[slot].Labels;
            labels.CopyTo(trainLabels, at);
            places[slot] = trainImages.Slice(at * CifarFormat.ImageBytes, labels.Length * CifarFormat.ImageBytes);
            at += labels.Length;
        }

        places[BatchFileNames.TestSlot] = testImages;
        ParallelFiles.Run(batches.Length, cancel, slot => batches[slot].Images.CopyTo(places[slot], cancel));
    }

    private CifarDataException Missing()
    {
        var absent = Enumerable.Range(0, BatchFileNames.SlotCount).Where(slot => !Has(slot)).Select(Name);
        var present = Enumerable.Range(0, BatchFileNames.SlotCount).Where(Has).Select(Name).ToArray();
        return new CifarDataException(
            source.Path,
            null,
            present.Length == 0 ? "no file of CIFAR-10" : $"only {string.Join(", ", present)}",
            $"{string.Join(", ", absent)} as well");
    }

    private string Name(int slot) =>
        (source.Kind == CifarSourceKind.BinaryFolder ? CifarFormat.BinaryFiles : CifarFormat.PythonFiles).Batches[slot];
}

namespace ResNet.Distributed.Training.Data;

/// <summary>
/// The file names of one version of CIFAR-10. Slots 0 to 4 are the training batches in order, slot 5 is the test
/// batch.
/// </summary>
internal sealed class BatchFileNames(string extension, string meta)
{
    public const int TestSlot = 5;

    public const int SlotCount = 6;

    public string Meta => meta;

    public IReadOnlyList<string> Batches { get; } =
        [
            $"data_batch_1{extension}",
            $"data_batch_2{extension}",
            $"data_batch_3{extension}",
            $"data_batch_4{extension}",
            $"data_batch_5{extension}",
            $"test_batch{extension}",
        ];

    /// <summary>The slot that a file name stands for, or -1.</summary>
    public int SlotOf(string name)
    {
        for (var slot = 0; slot < SlotCount; slot++)
        {
            if (Batches[slot] == name)
            {
                return slot;
            }
        }

        return -1;
    }
}

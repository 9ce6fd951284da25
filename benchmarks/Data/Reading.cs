using System.Diagnostics;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Data;

/// <summary>What one process measured while it read the data set, ours or Python's.</summary>
/// <param name="First">Seconds of the process's first read.</param>
/// <param name="Again">Seconds of each later one.</param>
/// <param name="Memory">Bytes by which the first read raised the most memory that the process ever had.</param>
/// <param name="Bytes">Seconds to read the files' bytes alone into new memory, without looking at them; 0 where it is not measured.</param>
internal sealed record Reading(double First, double[] Again, long Memory, double Bytes = 0)
{
    /// <summary>Reads a data set some times.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="times">At least 2.</param>
    public static Reading Measure(string folder, int times)
    {
        var before = OwnProcess.PeakMemory();
        var first = Read(folder);
        var memory = OwnProcess.PeakMemory() - before;
        return new Reading(first, [.. Enumerable.Range(1, times - 1).Select(_ => Read(folder))], memory, ReadBytes(folder));
    }

    private static double Read(string folder)
    {
        var start = Stopwatch.GetTimestamp();
        var data = CifarReader.Read(folder);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return data.TrainCount == DataOptions.TrainImages
            ? seconds
            : throw new InvalidOperationException($"{folder} gave {data.TrainCount} training images; expected {DataOptions.TrainImages}.");
    }

    // The limit of any reader that hands the images out in memory of their own: the system copies them there, into pages that it clears first.
    private static double ReadBytes(string folder)
    {
        var start = Stopwatch.GetTimestamp();
        Parallel.ForEach(Directory.GetFiles(folder, "*_batch*"), path =>
        {
            using var file = File.OpenHandle(path);
            RandomAccess.Read(file, GC.AllocateUninitializedArray<byte>((int)RandomAccess.GetLength(file)), 0);
        });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

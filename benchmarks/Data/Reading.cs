using System.Diagnostics;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Data;

/// <summary>What one process measured while it read the data set, ours or Python's.</summary>
/// <param name="First">Seconds of the process's first read.</param>
/// <param name="Again">Seconds of each later one.</param>
/// <param name="Memory">Bytes by which the first read raised the most memory that the process ever had.</param>
/// <param name="NewMemory">Seconds to read the files' bytes alone into new memory of the usual pages, without looking at them; 0 where it is not measured.</param>
/// <param name="OldMemory">The same into memory that was written before: what the copy alone takes.</param>
internal sealed record Reading(double First, double[] Again, long Memory, double NewMemory = 0, double OldMemory = 0)
{
    /// <summary>Reads a data set some times.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="times">At least 2.</param>
    public static Reading Measure(string folder, int times)
    {
        var before = OwnProcess.PeakMemory();
        var first = Read(folder);
        var memory = OwnProcess.PeakMemory() - before;
        double[] again = [.. Enumerable.Range(1, times - 1).Select(_ => Read(folder))];
        var files = Directory.GetFiles(folder, "*_batch*");

        // Pinned ones have a heap of their own, where nothing was before.
        var places = files.Select(path => GC.AllocateUninitializedArray<byte>((int)new FileInfo(path).Length, pinned: true)).ToArray();
        return new Reading(first, again, memory, ReadBytes(files, places), ReadBytes(files, places));
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

    private static double ReadBytes(string[] files, byte[][] places)
    {
        var start = Stopwatch.GetTimestamp();
        Parallel.For(0, files.Length, i =>
        {
            using var file = File.OpenHandle(files[i]);
            RandomAccess.Read(file, places[i], 0);
        });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

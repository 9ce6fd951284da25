using System.Diagnostics;
using System.Globalization;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>The trial in a process that does nothing else: no cluster, no reports, no checkpoints.</summary>
internal sealed class BareTrials : ITrainingObserver
{
    /// <summary>Trains it, and writes the seconds that it took.</summary>
    /// <param name="folder">The data.</param>
    public static int Run(string folder)
    {
        // As every worker does it.
        if (MallocEnvironment.EnsureOrReexec() is { } warning)
        {
            Console.Error.WriteLine(warning);
        }

        LibTorch.EnsureLoaded();
        set_num_threads(Environment.ProcessorCount);
        var data = CifarReader.Read(folder);
        var start = Stopwatch.GetTimestamp();
        TrainingRun.Execute(
            TrainedTrial.Plan, new ImageSet(data.TrainImages, data.TrainLabels), new ImageSet(data.TestImages, data.TestLabels), data.ClassCount,
            new BareTrials(), device: CPU);
        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>The trials in a process that does nothing else: no cluster, no reports, no checkpoints.</summary>
internal sealed class BareTrials : ITrainingObserver
{
    private double _epochSeconds;

    public void OnEpoch(CifarResNet model, EpochResult epoch) => _epochSeconds += epoch.Seconds;

    /// <summary>Reads a line that <see cref="Run"/> has written.</summary>
    public static TrialTime Parse(string line)
    {
        var numbers = line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new TrialTime(numbers[0], numbers[1]);
    }

    /// <summary>Trains them, and writes the time that each took, a line each.</summary>
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
        foreach (var plan in TrainedLoad.Plans)
        {
            var trial = new BareTrials();
            var start = Stopwatch.GetTimestamp();
            TrainingRun.Execute(
                plan, new ImageSet(data.TrainImages, data.TrainLabels), new ImageSet(data.TestImages, data.TestLabels), data.ClassCount,
                trial, device: CPU);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:R} {trial._epochSeconds:R}"));
        }

        return 0;
    }
}

using System.Text.Json;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Step.Cuda;

/// <summary>Trains a few steps of a case on the first GPU by the project's own training loop, as a worker does.</summary>
internal sealed class CudaSteps : ITrainingObserver
{
    private readonly List<double> _seconds = [];

    /// <summary>Runs <c>cuda-train</c>: reads cases from standard input and writes their steps' seconds as JSON, a line each.</summary>
    public static int Run()
    {
        LibTorch.EnsureLoaded();
        if (!cuda.is_available())
        {
            Console.Error.WriteLine("There is no CUDA device, or this program has the libtorch of the CPU (docs/cuda.md).");
            return 1;
        }

        var images = Noise.Images(CudaCase.All.Max(Images));
        Console.WriteLine(JsonSerializer.Serialize(LibTorchVersion.Loaded));
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine(JsonSerializer.Serialize(Measure(CudaCase.Parse(line), images)));
        }

        return 0;
    }

    void ITrainingObserver.OnStep(StepResult step) => _seconds.Add(step.Seconds);

    private static int Images(CudaCase one) => one.Batch * (CudaCase.WarmUp + one.Steps);

    private static double[] Measure(CudaCase one, ImageSet images)
    {
        var observer = new CudaSteps();
        var plan = new TrainingPlan
        {
            Model = one.Model,
            Precision = Enum.Parse<Precision>(one.Precision, ignoreCase: true),
            ChannelsLast = one.ChannelsLast,
            BatchSize = one.Batch,
            Epochs = 1,
            Seed = 1,
        };
        TrainingRun.Execute(plan, images.Take(Images(one)), images.Take(1), 10, observer, device: CUDA);
        return [.. observer._seconds.Skip(CudaCase.WarmUp)];
    }
}

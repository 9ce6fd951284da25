using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Step.Split;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Step;

/// <summary>A process that measures for the one that started it, and writes JSON.</summary>
internal static class StepProcess
{
    /// <summary>Runs <c>train MODEL THREADS WARMUP STEPS</c> or <c>split MODEL THREADS</c>.</summary>
    public static int Run(string[] args)
    {
        // As every worker does it.
        if (MallocEnvironment.EnsureOrReexec() is { } warning)
        {
            Console.Error.WriteLine(warning);
        }

        LibTorch.EnsureLoaded();
        set_num_threads(Number(args[2]));
        Console.WriteLine(args[0] == "train"
            ? JsonSerializer.Serialize(OurSteps.Run(args[1], Number(args[3]), Number(args[4])), StepRun.Json)
            : JsonSerializer.Serialize(SplitRun.Measure(args[1]), StepRun.Json));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Step.Split;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Step;

/// <summary>A process that measures for the one that started it, and writes JSON.</summary>
internal static class StepProcess
{
    /// <summary>The usual way.</summary>
    public const string Usual = "usual";

    /// <summary>As <c>channels_last: true</c> of a sweep file.</summary>
    public const string ChannelsLast = "channels-last";

    /// <summary>As <c>winograd: true</c> of a sweep file.</summary>
    public const string Winograd = "winograd";

    /// <summary>Runs <c>train MODEL THREADS WARMUP STEPS WAY</c> or <c>split MODEL THREADS WAY</c>.</summary>
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
            ? JsonSerializer.Serialize(OurSteps.Run(args[1], args[5], Number(args[3]), Number(args[4])), StepRun.Json)
            : JsonSerializer.Serialize(SplitRun.Measure(args[1], args[3] == Winograd), StepRun.Json));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

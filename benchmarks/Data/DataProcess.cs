using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Data;

/// <summary>A process that measures for the one that started it, and writes JSON.</summary>
internal static class DataProcess
{
    /// <summary>Runs <c>read FOLDER TIMES</c> or <c>steps AUGMENTATION STEPS</c>.</summary>
    public static int Run(string[] args)
    {
        if (args[0] == "read")
        {
            Write(Reading.Measure(args[1], Number(args[2])));
            return 0;
        }

        // As every worker does it.
        if (MallocEnvironment.EnsureOrReexec() is { } warning)
        {
            Console.Error.WriteLine(warning);
        }

        Write(BatchShare.Measure(args[1], Number(args[2])));
        return 0;
    }

    private static void Write<T>(T measured) => Console.WriteLine(JsonSerializer.Serialize(measured, JsonSerializerOptions.Web));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

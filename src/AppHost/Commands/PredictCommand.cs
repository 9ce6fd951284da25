using System.Globalization;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary><c>predict MODEL IMAGE…</c>: classifies pictures by a trained model. The worker's program does it, which alone knows the model.</summary>
internal static class PredictCommand
{
    public static Task<int> RunAsync(PredictOptions options, CommandContext context, CancellationToken cancellation) =>
        RunAsync(ProgramFile.Find("GpuWorker", AppContext.BaseDirectory), options, context, cancellation);

    /// <inheritdoc cref="RunAsync(PredictOptions, CommandContext, CancellationToken)"/>
    internal static async Task<int> RunAsync(
        ProgramFile worker, PredictOptions options, CommandContext context, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "predict", "--top", options.Top.ToString(CultureInfo.InvariantCulture), "--", options.Model, .. options.Images,
        ];
        var lines = new List<string>();
        var code = await WorkerCommand.RunAsync(
            worker,
            arguments,
            line =>
            {
                lines.Add(line);
                if (options.Json)
                {
                    context.Terminal.Result(line);
                }
            },
            cancellation);
        if (code == ExitCode.BadInput)
        {
            throw new InputException([]);
        }

        var images = lines.Select(ClassifiedImage.Read).ToArray();
        Show(images, options, context);
        return images.Length == options.Images.Length && code is ExitCode.Done or ExitCode.Failed
            ? code
            : throw new LaunchException(string.Create(
                CultureInfo.InvariantCulture,
                $"Only {images.Length} of {options.Images.Length} pictures were looked at: 'GpuWorker predict' ended with exit code {code}."));
    }

    private static void Show(ClassifiedImage[] images, PredictOptions options, CommandContext context)
    {
        foreach (var error in images.Select(image => image.Error).OfType<string>())
        {
            context.Terminal.Note(error);
        }

        foreach (var line in options.Json ? [] : PredictionTable.Lines(images))
        {
            context.Terminal.Result(line);
        }
    }
}

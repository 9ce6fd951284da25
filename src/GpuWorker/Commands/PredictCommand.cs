using System.CommandLine;
using ResNet.Distributed.GpuWorker.Models;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.ServiceDefaults.Lifetime;
using ResNet.Distributed.Training.Export;
using ResNet.Distributed.Training.Images;
using ResNet.Distributed.Training.Prediction;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>
/// <c>predict</c>: classifies pictures by a trained model, and writes a line of JSON for each on standard output, in their order. Exit code 1
/// when a picture cannot be used, the others are classified all the same; 2 when the model cannot be.
/// </summary>
internal static class PredictCommand
{
    private const int DefaultTop = 3;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A safetensors file, or a trial's folder." };
        var images = new Argument<string[]>("IMAGE") { Description = "PNG or JPEG files.", Arity = ArgumentArity.OneOrMore };
        var top = ValueOptions.WholeNumber("--top", $"How many classes to name (default: {DefaultTop})", 1);
        var command = new Command("predict", "Classifies pictures by a trained model.") { model, images, top };
        command.SetAction((parsed, stop) =>
            Task.FromResult(Run(parsed.GetRequiredValue(model), parsed.GetRequiredValue(images), parsed.GetValue(top) ?? DefaultTop, stop)));
        return command;
    }

    private static int Run(string path, string[] images, int top, CancellationToken stop)
    {
        // Not disposed: the thread that watches the launcher may cancel it until the process ends.
        var untilLauncherEnds = ParentPipe.Link(stop).Token;
        try
        {
            using var model = TrainedModel.Read(ModelPath.Resolve(path));
            var predictor = new Predictor(model);
            var isComplete = true;
            foreach (var batch in images.Chunk(Predictor.BatchSize))
            {
                untilLauncherEnds.ThrowIfCancellationRequested();
                isComplete &= Classify(predictor, batch, top);
            }

            return isComplete ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (untilLauncherEnds.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception fault) when (ModelFault.CodeOf(fault) is { } code)
        {
            Console.Error.WriteLine(fault.Message);
            return code;
        }
    }

    private static bool Classify(Predictor predictor, string[] images, int top)
    {
        var read = images.Select(image => Read(image)).ToArray();
        var classified = new Queue<IReadOnlyList<ClassProbability>>(predictor.Predict([.. read.Select(image => image.Pixels).OfType<byte[]>()], top));
        foreach (var (image, (pixels, error)) in images.Zip(read))
        {
            CommandJson.Write(pixels is null ? new ClassifiedImage(image, null, error) : new ClassifiedImage(image, classified.Dequeue(), null));
        }

        return read.All(image => image.Error is null);
    }

    private static (byte[]? Pixels, string? Error) Read(string image)
    {
        try
        {
            return (ImageFile.Read(image), null);
        }
        catch (ImageFileException fault)
        {
            return (null, fault.Message);
        }
    }

    private sealed record ClassifiedImage(string Image, IReadOnlyList<ClassProbability>? Top, string? Error)
    {
        public string? Class => Top?[0].Class;

        public double? Probability => Top?[0].Probability;
    }
}

using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.Launching.Checks;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary><c>export SWEEP</c>: writes a trial's model to a file of its own, for use elsewhere.</summary>
internal static class ExportCommand
{
    /// <summary>The format that holds weights alone.</summary>
    public const string Safetensors = "safetensors";

    /// <summary>The format that holds the network too.</summary>
    public const string Onnx = "onnx";

    public static async Task<int> RunAsync(ExportOptions options, CommandContext context, CancellationToken cancellation)
    {
        var worker = ProgramFile.Find("GpuWorker", AppContext.BaseDirectory);
        if (options.Url is not { } url)
        {
            var (trial, file) = FolderModels.Find(options.Out, options.Sweep, options.Trial);
            return await WriteAsync(worker, file, trial, options, context, cancellation);
        }

        var checks = new InputChecks();
        var key = checks.ApiKey(options.ApiKeyFile);
        checks.ThrowIfAny();
        using var client = new SweepClient(url, key);
        var models = new ServerModels(client);
        var found = await models.FindAsync(options.Sweep, options.Trial, cancellation);

        // A model is not fetched for a file that may not be written.
        _ = Target(found, options);
        var folder = Directory.CreateTempSubdirectory("resnet-export-");
        try
        {
            var file = Path.Combine(folder.FullName, found.FileName(Safetensors));
            await models.FetchAsync(found.Id, file, cancellation);
            return await WriteAsync(worker, file, found, options, context, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> WriteAsync(
        ProgramFile worker, string source, TrainedTrial trial, ExportOptions options, CommandContext context, CancellationToken cancellation)
    {
        var model = await ExportedModel.WriteAsync(worker, source, Target(trial, options), Format(options), trial, cancellation);
        context.Terminal.Note($"The model of {trial}");
        context.Terminal.Result($"{model}");
        return ExitCode.Done;
    }

    private static string Format(ExportOptions options) =>
        options.Format ?? (Path.GetExtension(options.Output) is { } extension && extension.Equals($".{Onnx}", StringComparison.OrdinalIgnoreCase) ? Onnx : Safetensors);

    /// <summary>Where the model goes, if it may.</summary>
    private static string Target(TrainedTrial trial, ExportOptions options)
    {
        var target = options.Output ?? trial.FileName(Format(options));
        var checks = new InputChecks();
        checks.FileToWrite("--output", target);
        if (!options.Force && File.Exists(target))
        {
            checks.Add($"--output {target}: is there already. Give another file, or --force to replace it.");
        }

        checks.ThrowIfAny();
        return target;
    }
}

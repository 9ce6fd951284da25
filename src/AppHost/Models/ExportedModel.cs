using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>A model's file as <c>GpuWorker export</c> wrote it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Model"><c>resnet18</c> or <c>resnet34</c>.</param>
/// <param name="Outputs">Outputs of the model.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">The file's SHA-256.</param>
internal sealed record ExportedModel(string Path, string Model, int Outputs, long Bytes, string Sha256)
{
    /// <summary>Has the worker's program write it, which alone knows the model.</summary>
    /// <param name="worker">The worker's program.</param>
    /// <param name="source">The trial's file.</param>
    /// <param name="target">The file to write; an existing one is replaced.</param>
    /// <param name="format"><c>safetensors</c> or <c>onnx</c>.</param>
    /// <param name="trial">Whose model it is.</param>
    /// <param name="cancellation">Ends it; the target is whole or as it was.</param>
    /// <exception cref="InputException">The source cannot be used; the program has said why.</exception>
    /// <exception cref="LaunchException">The program failed.</exception>
    public static async Task<ExportedModel> WriteAsync(
        ProgramFile worker, string source, string target, string format, TrainedTrial trial, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "export", "--output", target, "--format", format,
            .. trial.Metadata().SelectMany(text => (string[])["--metadata", $"{text.Key}={text.Value}"]),
            "--", source,
        ];
        var lines = new List<string>();
        return await WorkerCommand.RunAsync(worker, arguments, lines.Add, cancellation) switch
        {
            ExitCode.Done => Read(lines),
            ExitCode.BadInput => throw new InputException([]),
            var code => throw new LaunchException($"{target} was not written: 'GpuWorker export' ended with exit code {code}."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Path}: {Model} with {Outputs} outputs, {Bytes / 1e6:0.0} MB, SHA-256 {Sha256}");

    private static ExportedModel Read(List<string> lines)
    {
        try
        {
            if (lines is [var line] && JsonSerializer.Deserialize<ExportedModel>(line, JsonSerializerOptions.Web) is { Path.Length: > 0 } model)
            {
                return model;
            }
        }
        catch (JsonException)
        {
            // Said below, with what was printed.
        }

        throw new LaunchException($"'GpuWorker export' printed {lines.Count} lines, expected one of JSON: {string.Join('\n', lines)}");
    }
}

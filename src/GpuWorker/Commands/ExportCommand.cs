using System.CommandLine;
using ResNet.Distributed.GpuWorker.Models;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>
/// <c>export</c>: writes a trained model to a file of its own, and says on standard output, in one line of JSON, what it wrote. Exit code 2
/// when the model cannot be used, 1 when the file cannot be written.
/// </summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A safetensors file, or a trial's folder." };
        var output = new Option<string>("--output") { Description = "The file to write; an existing one is replaced.", Required = true };
        var format = new Option<string>("--format") { Description = "safetensors or onnx.", DefaultValueFactory = _ => ModelExport.Safetensors }
            .AcceptOnlyFromAmong(ModelExport.Safetensors, ModelExport.Onnx);
        var texts = new Option<string[]>("--metadata") { Description = "KEY=VALUE for the file's metadata; may be given several times." };
        texts.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => !text.Contains('=', StringComparison.Ordinal)))
            {
                result.AddError($"--metadata: found '{text}', expected KEY=VALUE");
            }
        });
        var command = new Command("export", "Writes a trained model as safetensors or ONNX.") { model, output, format, texts };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(model), parsed.GetRequiredValue(output), parsed.GetRequiredValue(format), parsed.GetValue(texts) ?? []));
        return command;
    }

    private static int Run(string model, string output, string format, string[] texts)
    {
        try
        {
            var pairs = texts.Select(text => text.Split('=', 2));
            CommandJson.Write(ModelExport.Write(model, output, format, pairs.Select(pair => KeyValuePair.Create(pair[0], pair[1]))));
            return ExitCode.Done;
        }
        catch (Exception fault) when (ModelFault.CodeOf(fault) is { } code)
        {
            Console.Error.WriteLine(fault.Message);
            return code;
        }
    }
}

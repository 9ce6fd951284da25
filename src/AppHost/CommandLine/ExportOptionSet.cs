using System.CommandLine;
using ResNet.Distributed.AppHost.Commands;
using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.CommandLine;

/// <summary>What <c>export</c> takes.</summary>
/// <param name="cluster">Has the folder of the results.</param>
internal sealed class ExportOptionSet(ClusterOptionSet cluster)
{
    private readonly Argument<string> _sweep = new("SWEEP") { Description = "The sweep's name" };

    private readonly Option<int?> _trial = ValueOptions.WholeNumber("--trial", "The trial's number (default: the best one)", 1);

    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "safetensors or onnx (default: as the name of --output ends, else safetensors)",
        HelpName = "FORMAT",
    }.AcceptOnlyFromAmong(ExportCommand.Safetensors, ExportCommand.Onnx);

    private readonly Option<string?> _output = ValueOptions.Text(
        "--output", "The file to write (default: SWEEP-trial-N with the format's ending, in the working directory)", "FILE");

    private readonly Option<bool> _force = new("--force") { Description = "Replace the file if it is there" };

    private readonly Option<Uri?> _url = UrlOption.Create("Ask the cluster at this address in place of the folder of results");

    private readonly Option<string?> _keyFile = ClusterOptionSet.KeyFile();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_sweep);
        foreach (var option in (Option[])[_trial, _format, _output, _force, cluster.Out, _url, _keyFile])
        {
            command.Options.Add(option);
        }
    }

    public ExportOptions Read(ParseResult result) => new()
    {
        Sweep = result.GetRequiredValue(_sweep),
        Trial = result.GetValue(_trial),
        Format = result.GetValue(_format),
        Output = result.GetValue(_output),
        Force = result.GetValue(_force),
        Out = cluster.Read(result).Out,
        Url = result.GetValue(_url),
        ApiKeyFile = result.GetValue(_keyFile),
    };
}

using System.CommandLine;
using ResNet.Distributed.AppHost.Reproduction;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.AppHost.CommandLine;

/// <summary>The options of <c>reproduce</c> alone; the defaults are the original script's.</summary>
internal sealed class ReproduceOptionSet
{
    private const int ScriptEpochs = 63;
    private const int BatchSize = 128;

    private readonly Option<string> _model = new("--model")
    {
        Description = "resnet18 or resnet34",
        DefaultValueFactory = _ => "resnet18",
    };

    private readonly Option<long?> _seed = ValueOptions.Seed(
        "--seed", "Seed of the initial weights (default: none, as in the script)");

    private readonly Option<int?> _epochs = ValueOptions.WholeNumber("--epochs", "Passes over the data (default: 63)", 1);

    private readonly Option<int?> _trainLimit = ValueOptions.WholeNumber(
        "--train-limit", "Train on the first N images, at least one batch of 128 (default: all)", BatchSize);

    private readonly Option<string?> _trace = ValueOptions.Text(
        "--trace", "Write every step's loss and the final sums as JSON", "FILE");

    public ReproduceOptionSet() => _model.AcceptOnlyFromAmong("resnet18", "resnet34");

    public IEnumerable<Option> All => [_model, _seed, _epochs, _trainLimit, _trace];

    public ReproduceOptions Read(ParseResult result) => new()
    {
        Model = result.GetValue(_model)!,
        Seed = result.GetValue(_seed),
        Epochs = result.GetValue(_epochs) ?? ScriptEpochs,
        TrainLimit = result.GetValue(_trainLimit),
        Trace = result.GetValue(_trace),
    };
}

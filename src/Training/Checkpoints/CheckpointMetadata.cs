using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>What a checkpoint holds beside its tensors, as the free text of its file's header.</summary>
internal sealed record CheckpointMetadata
{
    private const string Version = "1";
    private const string PlanPrefix = "plan.";

    // NaN, which a script run may give, is no number in JSON. Values that follow from others are left out.
    private static readonly JsonSerializerOptions EpochsOptions = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
        RespectRequiredConstructorParameters = true,
    };

    public required string Run { get; init; }

    public required int Attempt { get; init; }

    public required long Seed { get; init; }

    public required string InitialWeightsSha256 { get; init; }

    public required int Epoch { get; init; }

    public required int Step { get; init; }

    public required EpochTally Tally { get; init; }

    public required IReadOnlyList<EpochResult> Epochs { get; init; }

    /// <summary>The optimizer's count of steps.</summary>
    public required long OptimizerStep { get; init; }

    public required IReadOnlyDictionary<string, string> Plan { get; init; }

    public required MachineTraits Machine { get; init; }

    public Dictionary<string, string> ToDictionary()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["checkpoint_version"] = Version,
            ["run"] = Run,
            ["attempt"] = Text(Attempt),
            ["seed"] = Text(Seed),
            ["initial_weights_sha256"] = InitialWeightsSha256,
            ["epoch"] = Text(Epoch),
            ["step"] = Text(Step),
            ["loss_sum"] = Text(Tally.LossSum),
            ["correct"] = Text(Tally.Correct),
            ["counted"] = Text(Tally.Counted),
            ["images"] = Text(Tally.Images),
            ["train_seconds"] = Text(Tally.TrainSeconds),
            ["epochs"] = JsonSerializer.Serialize(Epochs, EpochsOptions),
            ["optimizer_step"] = Text(OptimizerStep),
            ["torch"] = Machine.Torch,
            ["threads"] = Machine.Threads,
            ["device"] = Machine.Device,
        };
        foreach (var (name, value) in Plan)
        {
            texts[PlanPrefix + name] = value;
        }

        return texts;
    }

    /// <exception cref="UnusableCheckpointException">Something is missing, no number, or of another version.</exception>
    public static CheckpointMetadata Parse(IReadOnlyDictionary<string, string> texts)
    {
        var reader = new MetadataReader(texts);
        if (reader.Text("checkpoint_version") is var version && version != Version)
        {
            throw UnusableCheckpointException.Foreign($"its version is {version}; this program reads {Version}");
        }

        return new CheckpointMetadata
        {
            Run = reader.Text("run"),
            Attempt = reader.Number<int>("attempt"),
            Seed = reader.Number<long>("seed"),
            InitialWeightsSha256 = reader.Text("initial_weights_sha256"),
            Epoch = reader.Number<int>("epoch"),
            Step = reader.Number<int>("step"),
            Tally = new EpochTally(
                reader.Number<double>("loss_sum"), reader.Number<long>("correct"), reader.Number<long>("counted"),
                reader.Number<long>("images"), reader.Number<double>("train_seconds")),
            Epochs = reader.Json<List<EpochResult>>("epochs", EpochsOptions),
            OptimizerStep = reader.Number<long>("optimizer_step"),
            Machine = new MachineTraits(reader.Text("torch"), reader.Text("threads"), reader.Text("device")),
            Plan = texts.Where(t => t.Key.StartsWith(PlanPrefix, StringComparison.Ordinal))
                .ToDictionary(t => t.Key[PlanPrefix.Length..], t => t.Value, StringComparer.Ordinal),
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

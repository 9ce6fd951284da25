using System.CommandLine;
using ResNet.Distributed.Chaos.Faults;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Chaos.CommandLine;

/// <summary>The command line's options.</summary>
internal sealed class ChaosOptionSet
{
    private const int MaxNodes = 64;
    private const int MaxTrials = 1000;

    public Option<int?> Faults { get; } = ValueOptions.WholeNumber("--faults", "Faults to inject (default: 100)", 0);

    public Option<long?> Seed { get; } = ValueOptions.Seed("--seed", "Decides every fault's kind, target and length (default: 0)");

    public Option<int?> Workers { get; } = ValueOptions.WholeNumber("--workers", "Worker processes (default: 3)", 1, MaxNodes);

    public Option<int?> Coordinators { get; } =
        ValueOptions.WholeNumber("--coordinators", "Coordinator processes (default: 2)", 1, MaxNodes);

    public Option<int?> Trials { get; } = ValueOptions.WholeNumber("--trials", "Trials of the sweep (default: 12)", 1, MaxTrials);

    public Option<string?> KeepLogs { get; } = ValueOptions.Text(
        "--keep-logs", "Folder for logs, stores, results and chaos.json (default: a temporary one, kept when something is wrong)", "DIR");

    public Option<string?> Bin { get; } = ValueOptions.Text(
        "--bin", "Folder with the built Coordinator/ and GpuWorker/ (default: beside this program)", "DIR");

    public Option<string?> Out { get; } = ValueOptions.Text("--out", "Writes the page with the results there, as Markdown", "FILE.md");

    public Option<FaultKind[]> Kinds { get; } = new("--kinds")
    {
        Description = "Kinds of faults to draw from (default: all)",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [Faults, Kinds, Seed, Workers, Coordinators, Trials, KeepLogs, Bin, Out];

    public ChaosOptions Read(ParseResult result)
    {
        var defaults = new ChaosOptions();
        return defaults with
        {
            Faults = result.GetValue(Faults) ?? defaults.Faults,
            Kinds = result.GetValue(Kinds) is { Length: > 0 } kinds ? [.. kinds.Distinct()] : defaults.Kinds,
            Seed = result.GetValue(Seed) ?? defaults.Seed,
            Workers = result.GetValue(Workers) ?? defaults.Workers,
            Coordinators = result.GetValue(Coordinators) ?? defaults.Coordinators,
            Trials = result.GetValue(Trials) ?? defaults.Trials,
            KeepLogs = result.GetValue(KeepLogs),
            Bin = result.GetValue(Bin),
        };
    }
}

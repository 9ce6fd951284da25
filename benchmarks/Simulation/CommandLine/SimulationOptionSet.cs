using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using ResNet.Distributed.Launching.CommandLine;

namespace ResNet.Distributed.Simulation.CommandLine;

/// <summary>The command line's options.</summary>
internal sealed partial class SimulationOptionSet
{
    private const int MaxWorkers = 4096;
    private const double MaxEpochSeconds = 86_400;
    private const double MaxSpeed = 1_000_000;

    public Option<string?> Store { get; } = ValueOptions.Text(
        "--store", "The cluster's Redis (default: what the environment says, as for a worker)", "CONNECTION");

    public Option<int?> Workers { get; } = ValueOptions.WholeNumber("--workers", "Workers to be (default: 16)", 1, MaxWorkers);

    public Option<string?> Name { get; } = ValueOptions.Text("--name", "What their names begin with (default: sim)", "NAME");

    public Option<double?> EpochSeconds { get; } = Number(
        "--epoch-seconds", "How long an epoch takes; 0 for at once (default: 1)", "S", least: 0, MaxEpochSeconds);

    public Option<double?> Speed { get; } = Number(
        "--speed", "How many times faster than the clock epochs pass (default: 1)", "X", least: 0.001, MaxSpeed);

    public Option<int?> Failing { get; } = ValueOptions.WholeNumber("--failing", "Percent of the attempts that fail (default: 0)", 0, 100);

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [Store, Workers, Name, EpochSeconds, Speed, Failing];

    public SimulationOptionSet() => Name.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } name && !ValidName().IsMatch(name))
        {
            result.AddError($"--name: found '{name}', expected up to 32 letters, digits, '.', '_' or '-'");
        }
    });

    public SimulationOptions Read(ParseResult result)
    {
        var defaults = new SimulationOptions();
        return defaults with
        {
            Store = result.GetValue(Store),
            Workers = result.GetValue(Workers) ?? defaults.Workers,
            Name = result.GetValue(Name) ?? defaults.Name,
            Epoch = result.GetValue(EpochSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Epoch,
            Speed = result.GetValue(Speed) ?? defaults.Speed,
            FailingPercent = result.GetValue(Failing) ?? defaults.FailingPercent,
        };
    }

    private static Option<double?> Number(string name, string description, string helpName, double least, double most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var found = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: found '{found}', expected a number from {least} to {most}"));
            return null;
        },
    };

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}

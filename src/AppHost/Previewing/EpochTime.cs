using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>How long an epoch of a sweep's trials takes, and how that is known. Never a guess.</summary>
/// <param name="Seconds">Null: not known.</param>
/// <param name="Source">Where it comes from, or why it is not known.</param>
internal sealed record EpochTime(double? Seconds, string Source)
{
    private const string Remedy = "give --seconds-per-epoch";

    /// <summary>As given, or as the newest completed sweep shows that trained the same models on as much data with as many workers, as precisely.</summary>
    public static EpochTime Of(SweepSpec spec, PreviewOptions options) => options.SecondsPerEpoch is { } given
        ? new(given, "by --seconds-per-epoch")
        : Folders(options.Out).Select(folder => Measure(spec, folder)).FirstOrDefault(time => time is not null)
            ?? new(null, $"no completed sweep in {options.Out} has trained the same models on as much data with as many workers and as precisely; {Remedy}");

    private static IEnumerable<string> Folders(string output) => !Directory.Exists(output) ? [] : Directory.GetDirectories(output)
        .Where(folder => File.Exists(Path.Combine(folder, "results.json")))
        .OrderByDescending(folder => File.GetLastWriteTimeUtc(Path.Combine(folder, "results.json")));

    // A folder that holds something else, or is being written, is no measurement.
    private static EpochTime? Measure(SweepSpec spec, string folder)
    {
        try
        {
            var old = SweepFile.Parse(File.ReadAllText(Path.Combine(folder, "sweep.yaml")), folder);
            using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "results.json")));
            return IsAlike(old, spec) && results.RootElement.GetProperty("status").GetString() == "completed"
                ? Mean(Models(spec), folder, results.RootElement)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or SweepFileException
            or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static EpochTime? Mean(IReadOnlyCollection<string> models, string folder, JsonElement results)
    {
        var seconds = results.GetProperty("trials").EnumerateArray()
            .SelectMany(trial => Epochs(folder, trial.GetProperty("trial").GetInt32())
                .Select(epoch => (Model: trial.GetProperty("parameters").GetProperty(ParameterNames.Model).GetString(), Seconds: epoch)))
            .ToLookup(epoch => epoch.Model, epoch => epoch.Seconds);
        if (models.Any(model => !seconds.Contains(model)))
        {
            return null;
        }

        var epochs = models.Sum(model => seconds[model].Count());
        return new(
            models.Average(model => seconds[model].Average()),
            string.Create(CultureInfo.InvariantCulture, $"measured over {epochs} epochs of {string.Join(" and ", models)} in {folder}"));
    }

    private static IEnumerable<double> Epochs(string folder, int trial)
    {
        var file = Path.Combine(folder, TrialFolder.InSweep(trial), "metrics.jsonl");
        return !File.Exists(file) ? [] : File.ReadLines(file).Select(line =>
        {
            using var epoch = JsonDocument.Parse(line);
            return epoch.RootElement.GetProperty("seconds").GetDouble();
        }).ToArray();
    }

    private static bool IsAlike(SweepSpec old, SweepSpec spec) =>
        (old.TrainLimit, old.TestLimit, old.Recipe, old.WorkersPerTrial, old.SyncBatchNorm, old.Precision, old.ChannelsLast, old.Winograd)
        == (spec.TrainLimit, spec.TestLimit, spec.Recipe, spec.WorkersPerTrial, spec.SyncBatchNorm, spec.Precision, spec.ChannelsLast, spec.Winograd);

    private static string[] Models(SweepSpec spec) =>
        [.. ((ListedValues)spec.Parameters.Single(p => p.Key == ParameterNames.Model).Value).Values.Select(value => value.ToString())];
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Durability;

namespace ResNet.Distributed.Coordinator.Results;

/// <summary>A sweep's folder: the table of its trials, the file as run, the best model.</summary>
internal static class SweepResults
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes everything that is known now; each file is replaced as a whole.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(
        string folder, SweepSpec spec, SweepView sweep, IReadOnlyList<TrialView> trials, RungLog? rungs = null,
        SweepImportance? importance = null)
    {
        var rows = TrialRanking.Ranked(trials, sweep.Goal).Select(ResultRow.Of).ToArray();
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "sweep.yaml"), stream => stream.Write(Encoding.UTF8.GetBytes(spec.Text)));
        AtomicFile.Write(Path.Combine(folder, "results.json"), stream => JsonSerializer.Serialize(
            stream, new { Sweep = sweep.Id, sweep.Status, sweep.Metric, sweep.Goal, sweep.Data, sweep.BestTrial, sweep.Reason, Trials = rows, Rungs = rungs?.Results, rungs?.Promotions, Importance = importance }, Json));
        AtomicFile.Write(Path.Combine(folder, "results.csv"), stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            ResultsCsv.Write(writer, rows, spec.Metric.Name);
        });
        CopyBestModel(folder, trials.FirstOrDefault(trial => trial.Number == sweep.BestTrial));
    }

    private static void CopyBestModel(string folder, TrialView? best)
    {
        if (best?.Checkpoint is not { } checkpoint)
        {
            return;
        }

        var source = new FileInfo(Path.Combine(folder, checkpoint));
        var target = new FileInfo(Path.Combine(folder, "best", "model.safetensors"));
        if (!source.Exists || (target.Exists && target.LastWriteTimeUtc == source.LastWriteTimeUtc && target.Length == source.Length))
        {
            return;
        }

        target.Directory!.Create();
        AtomicFile.Write(target.FullName, stream =>
        {
            using var model = source.OpenRead();
            model.CopyTo(stream);
        });
        target.LastWriteTimeUtc = source.LastWriteTimeUtc;
    }
}

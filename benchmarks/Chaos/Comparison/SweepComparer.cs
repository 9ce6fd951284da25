using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Chaos.Sweeps;

namespace ResNet.Distributed.Chaos.Comparison;

/// <summary>
/// Holds a sweep's results against those of the calm one. Times, the number of attempts and who trained may differ; everything else
/// must be the same text.
/// </summary>
internal static class SweepComparer
{
    /// <summary>Columns that faults may change.</summary>
    private static readonly ImmutableHashSet<string> MayDiffer = ["seconds", "attempts", "worker"];

    /// <summary>Columns without which equality would say little.</summary>
    private static readonly string[] Required =
    [
        "trial", "lr", "batch_size", "state", "epochs_done", "best_test_accuracy", "train_loss", "train_accuracy", "test_loss",
        "test_accuracy", "checkpoint", "weights_sha256",
    ];

    /// <summary>Compares.</summary>
    public static SweepComparison Compare(SweepResult calm, SweepResult other)
    {
        var (expected, found) = (ResultsTable.Read(Csv(calm)), ResultsTable.Read(Csv(other)));
        var differences = Columns(expected, found).ToList();
        var equal = 0;
        for (var i = 0; i < expected.Rows.Length; i++)
        {
            var number = expected.Rows[i].GetValueOrDefault("trial", "?");
            string[] ofTrial = i < found.Rows.Length
                ? [.. Cells(expected, expected.Rows[i], found.Rows[i]), .. MetricsLines.Compare(Metrics(calm, number), Metrics(other, number))]
                : ["there is no such row"];
            equal += ofTrial.Length == 0 ? 1 : 0;
            differences.AddRange(ofTrial.Select(difference => $"trial {number}: {difference}"));
        }

        if (found.Rows.Length > expected.Rows.Length)
        {
            differences.Add(string.Create(
                CultureInfo.InvariantCulture, $"results.csv has {found.Rows.Length} rows, expected {expected.Rows.Length}"));
        }

        if (calm.Best.Length == 0 || calm.Best != other.Best)
        {
            differences.Add($"best/model.safetensors, hash of the tensors: found '{other.Best}', expected '{calm.Best}'");
        }

        return new SweepComparison(other.Name, other.Seconds, expected.Rows.Length, equal, [.. differences]);
    }

    private static IEnumerable<string> Columns(ResultsTable expected, ResultsTable found)
    {
        foreach (var missing in Required.Except(expected.Columns))
        {
            yield return $"results.csv of the calm sweep has no column '{missing}'";
        }

        if (!expected.Columns.SequenceEqual(found.Columns))
        {
            yield return $"columns: found '{string.Join(',', found.Columns)}', expected '{string.Join(',', expected.Columns)}'";
        }
    }

    private static IEnumerable<string> Cells(
        ResultsTable table, ImmutableDictionary<string, string> expected, ImmutableDictionary<string, string> found) =>
        from column in table.Columns
        where !MayDiffer.Contains(column)
        let wanted = expected.GetValueOrDefault(column)
        let got = found.GetValueOrDefault(column)
        where wanted != got
        select $"{column}: found '{got}', expected '{wanted}'";

    private static string Csv(SweepResult sweep) => Path.Combine(sweep.Folder, "results.csv");

    private static string Metrics(SweepResult sweep, string trial) => Path.Combine(sweep.Folder, "trials", trial, "metrics.jsonl");
}

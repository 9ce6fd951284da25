using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Results;

/// <summary><c>results.csv</c> (RFC 4180, UTF-8, a row per trial, a column per parameter).</summary>
internal static class ResultsCsv
{
    /// <summary>Writes the header and the rows.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<ResultRow> rows, string metric)
    {
        var parameters = rows.SelectMany(row => row.Parameters.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        string[] measured =
        [
            "state", "epochs_done", "rung", $"best_{metric}", "train_loss", "train_accuracy", "test_loss", "test_accuracy",
            "seconds", "attempts", "data", "checkpoint", "weights_sha256", "error", "rank", "parent",
        ];
        WriteLine(writer, ["trial", .. parameters, .. measured]);
        foreach (var row in rows)
        {
            WriteLine(writer, [Text(row.Trial), .. parameters.Select(name => Parameter(row, name)), .. Measured(row)]);
        }
    }

    private static string?[] Measured(ResultRow row) =>
    [
        row.State.Name(), Text(row.EpochsDone), Text(row.Rung), Text(row.Best), Text(row.TrainLoss), Text(row.TrainAccuracy),
        Text(row.TestLoss), Text(row.TestAccuracy), Text(row.Seconds), Text(row.Attempts), row.Data, row.Checkpoint, row.WeightsSha256,
        row.Error, Text(row.Rank), Text(row.Parent),
    ];

    private static string? Parameter(ResultRow row, string name) =>
        row.Parameters.TryGetValue(name, out ParameterValue value) ? value.ToString() : null;

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);

    private static void WriteLine(TextWriter writer, IEnumerable<string?> cells) =>
        writer.Write(string.Join(',', cells.Select(Quoted)) + "\r\n");

    private static string Quoted(string? cell) =>
        cell is not null && cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell ?? "";
}
